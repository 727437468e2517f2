/* When notifications are sent: the ladder of retries, on each merchant's clock and in the store, so
 * that a restart with --db goes on where it was. The server's lock is held. */
#ifndef MOCK_NOTIFY_QUEUE_H
#define MOCK_NOTIFY_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "notify/delivery.h"
#include "store/notification.h"

struct merchant;
struct server;

/* Store a new notification (what, to whom) and let it fall due. false when the store failed. */
bool notify_queue(struct server *server, struct merchant *merchant,
                  struct notification *notification);

/* Store what became of an attempt, and when the next one is due. An id that is gone, because of a
 * reset, is ignored. false when the store failed. */
bool notify_finish(struct server *server, struct merchant *merchant, int64_t id,
                   const struct delivery *delivery);

/* Send one once more, now, whatever its state and beside what is under way. STORE_ABSENT when the
 * merchant has no such one, STORE_DUPLICATE when NOTIFICATION_ASKED_MAX are asked for already. */
enum store_result notify_resend(struct server *server, struct merchant *merchant, int64_t id);

/* Whether something that notify_resend asked for is still to be done. */
bool notify_is_asked(struct server *server, const struct merchant *merchant, int64_t id);

/* Whether the merchant's clock has reached something that is still to be done: an automatic payer,
 * a notification. Receivers that ran into a time-out since the clock was set are not waited for. */
bool notify_is_busy(struct server *server, struct merchant *merchant);

/* The merchant's clock was changed: its receivers get another chance, and the sender looks again.
 * false when the store failed. */
bool notify_clock_changed(struct server *server, struct merchant *merchant);

/* The store has come from a file: remember what is due. What fell due before was missed. */
void notify_restore(struct server *server);

/* The store has gone back to what it was: what is remembered may be wrong. */
void notify_look_again(struct server *server);

/* Whether the merchant's notify key made the signature: not of one that is older than the key. */
bool notify_is_by_notify_key(const struct server *server, const struct merchant *merchant,
                             const struct notification *notification);

/* The merchant's notifications are about to be deleted: attempts under way mean nothing any more.
 */
void notify_forget(struct server *server, struct merchant *merchant);

#endif
