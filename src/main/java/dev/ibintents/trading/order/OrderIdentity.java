package dev.ibintents.trading.order;

import dev.ibintents.store.Stored;
import java.util.OptionalInt;

/**
 * The reference, account and numbers of an order.
 *
 * @param orderRef its reference, which never changes
 * @param account the account that it trades
 * @param clientId the client id under which it was sent last; empty if it was never sent, or if
 *     that was not written down
 * @param orderId its order id of that client; 0 if it was never sent
 * @param permId its permanent id in the account; 0 as long as the broker has not told it
 */
public record OrderIdentity(
    @Stored(id = true) String orderRef,
    String account,
    OptionalInt clientId,
    int orderId,
    long permId) {}
