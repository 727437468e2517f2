/* Requests and answers as people may see them in reports: shortened, printable, with signatures and
 * client keys masked. */
#ifndef CONFORM_NOTE_H
#define CONFORM_NOTE_H

#include "request/message.h"
#include "target/world.h"

const char *note_request(struct arena *arena, const struct outgoing *outgoing,
                         const struct world *world);
const char *note_reply(struct arena *arena, const struct reply *reply, const struct world *world);

#endif
