package org.escrowmq.broker.client;

/**
 * Where a broker can be reached.
 *
 * @param host a name or an IP address, IPv6 without brackets
 * @param port its port
 */
public record RemoteAddress(String host, int port) {

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
