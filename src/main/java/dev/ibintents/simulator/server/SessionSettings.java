package dev.ibintents.simulator.server;

import java.util.function.Consumer;

/**
 * The things that all sessions of a gateway share.
 *
 * @param options the options of the gateway
 * @param clients the connected clients
 * @param handlers the handlers of the requests
 * @param welcome sends a client the messages that follow its start
 * @param listener sees every request
 * @param ended learns that a session has ended
 */
record SessionSettings(
    GatewayOptions options,
    Clients clients,
    RequestHandlers handlers,
    Consumer<Client> welcome,
    RequestListener listener,
    Consumer<ServerSession> ended) {}
