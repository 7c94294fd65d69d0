package org.escrowmq.it.cluster;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** One broker for all tests of a class, and for each test an adapter and a queue of its own. */
abstract class OneBroker {

    private static BrokerProcess broker;

    private Deployed deployed;
    private String queue;

    @BeforeAll
    static void startBroker(TestInfo test) throws Exception {
        broker = new BrokerProcess(test.getTestClass().orElseThrow().getSimpleName(), "single.xml", Map.of()).start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.stop();
    }

    @BeforeEach
    void deploy(TestInfo test) throws Exception {
        deployed = Deployed.on(broker.url());
        queue = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void undeploy() {
        deployed.close();
    }

    static BrokerProcess broker() {
        return broker;
    }

    final Deployed deployed() {
        return deployed;
    }

    /** From now on there is another adapter, which is closed in the end. */
    final void use(Deployed other) {
        deployed = other;
    }

    final String queue() {
        return queue;
    }

    final void useQueue(String name) {
        queue = name;
    }
}
