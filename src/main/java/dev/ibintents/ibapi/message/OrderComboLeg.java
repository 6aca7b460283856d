package dev.ibintents.ibapi.message;

import java.math.BigDecimal;

/**
 * The price of one leg of a combination order, at the same position as in {@link
 * Contract#comboLegs()}.
 *
 * @param price the price in the leg's currency; {@code null} if the leg has no price of its own
 */
public record OrderComboLeg(BigDecimal price) {}
