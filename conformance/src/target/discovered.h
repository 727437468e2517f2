/* What discovery looks for and what it found, for each capability: so that whoever writes a sandbox
 * sees why it is not seen. docs/control-api.md specifies the calls. */
#ifndef CONFORM_DISCOVERED_H
#define CONFORM_DISCOVERED_H

#include "request/message.h"
#include "target/target.h"

/* The call that shows a capability, "GET /__sandbox/clock", and what its answer must be. In arena,
 * or static. */
const char *discovered_asked(struct arena *arena, enum capability capability);
const char *discovered_wanted(struct arena *arena, enum capability capability);

/* Note what came instead of what was wanted, or that it came; in half a sentence that lives as long
 * as the target. */
void discovered_note(struct target *target, capability_set capabilities, const char *found);

/* What an answer is, beside an object with such a member: "HTTP 404: there is no such call", "an
 * array", "an object without `now`"; NULL when it is one. kind is a type of cJSON, such as
 * cJSON_Array. */
const char *discovered_flaw(struct arena *arena, const struct reply *reply, const char *key,
                            int kind);

/* How far an answer is none of the class 2xx, or is no JSON object; NULL when it is one. */
const char *discovered_refusal(struct arena *arena, const struct reply *reply);

#endif
