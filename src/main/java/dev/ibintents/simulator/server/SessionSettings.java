package dev.ibintents.simulator.server;

import dev.ibintents.simulator.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;

/**
 * What all sessions of a gateway share.
 *
 * @param maxVersion the newest version that is offered
 * @param clock the gateway's time
 * @param zone in which the gateway writes times
 * @param patience how long a client may take to greet, and then to start
 * @param messagesPerSecond how many requests are taken from one client
 * @param faults what goes wrong on purpose
 * @param clients who is connected
 * @param desk what is done for each request
 * @param welcome what a client is told when it has started
 * @param listener sees every request
 * @param ended is told when a session has ended
 */
record SessionSettings(
    int maxVersion,
    Clock clock,
    ZoneId zone,
    Duration patience,
    int messagesPerSecond,
    Faults faults,
    Clients clients,
    Desk desk,
    Consumer<Client> welcome,
    RequestListener listener,
    Consumer<ServerSession> ended) {}
