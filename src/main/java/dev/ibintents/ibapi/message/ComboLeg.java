package dev.ibintents.ibapi.message;

/**
 * One leg of a combination.
 *
 * @param conId the leg's instrument
 * @param ratio the quantity of the leg in one combination
 * @param action BUY or SELL
 * @param exchange the exchange to route to
 * @param openClose 0 same as the combination, 1 open, 2 close, 3 unknown
 * @param shortSaleSlot the holder of shares to sell short: 1 the clearing broker, 2 another;
 *     institutions only
 * @param designatedLocation the location of the shares if the slot is 2
 * @param exemptCode the code of the short sale's exemption; −1 for none
 */
public record ComboLeg(
    int conId,
    int ratio,
    String action,
    String exchange,
    int openClose,
    int shortSaleSlot,
    String designatedLocation,
    int exemptCode) {}
