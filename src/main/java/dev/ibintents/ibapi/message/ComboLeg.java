package dev.ibintents.ibapi.message;

/**
 * One leg of a combination.
 *
 * @param conId the leg's instrument
 * @param ratio how many of it one combination holds
 * @param action BUY or SELL
 * @param exchange where to route
 * @param openClose 0 same as the combination, 1 open, 2 close, 3 unknown
 * @param shortSaleSlot 1 the clearing broker holds the shares, 2 another; institutions only
 * @param designatedLocation where the shares are held if the slot is 2
 * @param exemptCode the short sale's exemption; −1 for none
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
