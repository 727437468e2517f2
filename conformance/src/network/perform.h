/* Playing a scenario. */
#ifndef CONFORM_PERFORM_H
#define CONFORM_PERFORM_H

#include "network/play.h"

/* Make a scenario's world and start the client in it; play is zero but for scenario, setup, arena
 * and number, and must live until its texts were used. play_finish follows, whatever became of it.
 */
void play_begin(struct play *play);

/* Play a scenario that was begun to its end. Nothing keeps running afterwards. */
void play_finish(struct play *play);

#endif
