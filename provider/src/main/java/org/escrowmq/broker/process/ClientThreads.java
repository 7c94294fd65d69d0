package org.escrowmq.broker.process;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;

/**
 * The threads of Artemis' client, which connects the members of a cluster: one set for all that use it in this class
 * loader, which nobody owns and nobody ends.
 *
 * <p>Stateless.
 */
public final class ClientThreads {

    private static final long IDLE_SECONDS = 2;

    private ClientThreads() { }

    /**
     * Has them end by themselves when nobody uses them. To shut them down would take them from others: an application
     * may use the client for something else.
     */
    public static void endWhenIdle() {
        for (ExecutorService pool : List.of(ActiveMQClient.getGlobalThreadPool(),
                ActiveMQClient.getGlobalScheduledThreadPool(), ActiveMQClient.getGlobalFlowControlThreadPool())) {
            if (pool instanceof ThreadPoolExecutor threads) {
                threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
                threads.allowCoreThreadTimeOut(true);
            }
        }
    }
}
