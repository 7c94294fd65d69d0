package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import java.nio.file.Path;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Permissions are asked for when work is done, and never again when its branch is completed. */
@Timeout(60)
class SecurityTransactionTest {

    private static final Xid BRANCH = new OneXid();

    @TempDir
    private Path directory;

    /** The only branch here. */
    private static final class OneXid implements Xid {

        @Override
        public int getFormatId() {
            return 4712;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {2};
        }
    }

    private EscrowBroker open(String permissionsOfShop) {
        return EscrowBroker.builder().directory(directory).jmx(false)
                .user("root", "root", "root").user("shop", "shop", "shop", "former")
                .permissions("*: all=root; a: all=root; b: all=root;" + permissionsOfShop).open();
    }

    @Test
    void aPreparedBranchCommitsAfterItsUserHasLostThePermissions() throws Exception {
        try (EscrowBroker broker = open("a: all=shop; b: all=shop");
                XAJMSContext shop = broker.connectionFactory().createXAContext("shop", "shop")) {
            Queue a = shop.createQueue("a");
            try (JMSContext root = broker.connectionFactory().createContext("root", "root")) {
                root.createProducer().send(a, "consumed");
            }
            shop.getXAResource().start(BRANCH, XAResource.TMNOFLAGS);
            assertThat(shop.createConsumer(a).receiveBody(String.class, 2_000)).isEqualTo("consumed");
            shop.createProducer().send(shop.createQueue("b"), "sent");
            shop.getXAResource().end(BRANCH, XAResource.TMSUCCESS);
            assertThat(shop.getXAResource().prepare(BRANCH)).isEqualTo(XAResource.XA_OK);
        }
        try (EscrowBroker broker = open("c: all=former");
                JMSContext root = broker.connectionFactory().createContext("root", "root");
                JMSContext shop = broker.connectionFactory().createContext("shop", "shop")) {
            assertThatThrownBy(() -> shop.createProducer().send(shop.createQueue("b"), "refused"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
            XAResource recovery = broker.recoveryResource();
            assertThat(recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).hasSize(1);
            recovery.commit(BRANCH, false);
            assertThat(root.createConsumer(root.createQueue("b")).receiveBody(String.class, 2_000)).isEqualTo("sent");
            assertThat(root.createConsumer(root.createQueue("a")).receiveNoWait()).isNull();
        }
    }

    @Test
    void aRefusedSendLeavesItsBranchUsable() throws Exception {
        try (EscrowBroker broker = open("a: all=shop");
                XAJMSContext shop = broker.connectionFactory().createXAContext("shop", "shop")) {
            XAResource resource = shop.getXAResource();
            resource.start(BRANCH, XAResource.TMNOFLAGS);
            shop.createProducer().send(shop.createQueue("a"), "sent");
            assertThatThrownBy(() -> shop.createProducer().send(shop.createQueue("b"), "refused"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
            resource.end(BRANCH, XAResource.TMSUCCESS);
            resource.commit(BRANCH, true);
            try (JMSContext root = broker.connectionFactory().createContext("root", "root")) {
                assertThat(root.createConsumer(root.createQueue("a")).receiveBody(String.class, 2_000))
                        .isEqualTo("sent");
            }
        }
    }
}
