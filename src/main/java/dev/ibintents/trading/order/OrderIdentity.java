package dev.ibintents.trading.order;

import dev.ibintents.store.Stored;
import java.util.OptionalInt;

/**
 * The names and numbers of an order.
 *
 * @param orderRef its name, for life
 * @param account the account that it trades
 * @param clientId the client id under which it was sent last; empty if it was never sent, or if
 *     nobody has written that down
 * @param orderId its number within that client; 0 if it was never sent
 * @param permId its number in the account; 0 as long as the broker has not said
 */
public record OrderIdentity(
    @Stored(id = true) String orderRef,
    String account,
    OptionalInt clientId,
    int orderId,
    long permId) {}
