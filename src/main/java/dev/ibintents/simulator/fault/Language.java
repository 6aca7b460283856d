package dev.ibintents.simulator.fault;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import java.util.List;
import java.util.Map;

/**
 * The language of a gateway's error messages. Letters beyond ASCII are sent as escapes of a
 * backslash, a u and four digits, as by real gateways. Texts without a translation here stay
 * English.
 */
public enum Language {
  /** English, as in the broker's documents. */
  ENGLISH(List.of()),
  /** Spanish, as from a gateway that was logged in with Spanish. */
  SPANISH(
      List.of(
          Map.entry("Order rejected - reason:", "Orden rechazada - raz\\u00f3n:"),
          Map.entry("Order Canceled - reason:", "Orden cancelada - raz\\u00f3n:"),
          Map.entry("Order was discarded", "La orden fue descartada"),
          Map.entry("Error validating request.", "Error al validar la solicitud."),
          Map.entry(" : cause - ", " : causa - "),
          Map.entry(
              "Historical Market Data Service error message:",
              "Mensaje de error del servicio de datos de mercado hist\\u00f3ricos:"),
          Map.entry(
              "Historical data request pacing violation",
              "Infracci\\u00f3n del ritmo de las solicitudes de datos hist\\u00f3ricos"),
          Map.entry("HMDS query returned no data:", "La consulta de HMDS no devolvi\\u00f3 datos:"),
          Map.entry(
              "API historical data query cancelled:",
              "Consulta de datos hist\\u00f3ricos de API cancelada:"),
          Map.entry(
              "No security definition has been found for the request",
              "No se ha encontrado ninguna definici\\u00f3n de valor para la solicitud"),
          Map.entry("Order Message:", "Mensaje de la orden:"),
          Map.entry(
              "Warning: Your order will not be placed at the exchange until",
              "Advertencia: Su orden no se enviar\\u00e1 al mercado hasta"),
          Map.entry(
              "Order TIF was set to DAY based on order preset.",
              "El TIF de la orden se fij\\u00f3 en DAY seg\\u00fan los valores predefinidos."),
          Map.entry(
              "that needs to be cancelled is not found.", "que debe cancelarse no se encuentra."),
          Map.entry(
              "that needs to be cancelled cannot be cancelled, state:",
              "que debe cancelarse no puede cancelarse, estado:"),
          Map.entry(
              "Cancel attempted when order is not in a cancellable state.",
              "Se intent\\u00f3 cancelar una orden que no se puede cancelar."),
          Map.entry("Duplicate order id", "Identificador de orden duplicado"),
          Map.entry(
              "Connectivity between IB and Trader Workstation has been lost.",
              "Se ha perdido la conexi\\u00f3n entre IB y Trader Workstation."),
          Map.entry(
              "Connectivity between IB and Trader Workstation has been restored - data maintained.",
              "Se ha restablecido la conexi\\u00f3n entre IB y Trader Workstation; datos"
                  + " conservados."),
          Map.entry(
              "Connectivity between IB and Trader Workstation has been restored - data lost.",
              "Se ha restablecido la conexi\\u00f3n entre IB y Trader Workstation; datos"
                  + " perdidos.")));

  private final List<Map.Entry<String, String>> phrases;

  Language(List<Map.Entry<String, String>> phrases) {
    this.phrases = phrases;
  }

  /** Translates an error message. Other messages stay as they are. */
  public Response translate(Response response) {
    return this != ENGLISH && response instanceof ErrorMessage error
        ? new ErrorMessage(
            error.id(),
            error.code(),
            text(error.text()),
            error.advancedOrderRejectJson(),
            error.errorTime())
        : response;
  }

  private String text(String english) {
    String text = english;
    for (Map.Entry<String, String> phrase : phrases) {
      text = text.replace(phrase.getKey(), phrase.getValue());
    }
    return text;
  }
}
