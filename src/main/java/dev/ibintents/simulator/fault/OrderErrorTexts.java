package dev.ibintents.simulator.fault;

/** The texts of errors about orders, by their codes. */
final class OrderErrorTexts {
  private OrderErrorTexts() {}

  static String text(int code) {
    return switch (code) {
      case 383 ->
          "The following order size exceeds the Size Limit of 500.\nRestriction is specified in"
              + " Precautionary Settings of Global Configuration/Presets.";
      case 399 ->
          "Order Message:\n"
              + "Warning: Your order size is below the USD 25000 IdealPro minimum and will be"
              + " routed as an odd lot order.";
      case 2109 ->
          "Attribute 'Outside Regular Trading Hours' is ignored based on the order type and"
              + " destination. PlaceOrder is now being processed.";
      case 10311 ->
          "This order will be directly routed to NASDAQ. Direct routed orders may result in higher"
              + " trade fees. Restriction is specified in Precautionary Settings of Global"
              + " Configuration/API.";
      case 10349 -> "Order TIF was set to DAY based on order preset.";
      default -> "Order rejected - reason:This order was chosen for a fault";
    };
  }
}
