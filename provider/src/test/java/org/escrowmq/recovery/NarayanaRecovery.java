package org.escrowmq.recovery;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.util.List;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.EscrowBroker;
import org.jboss.tm.XAResourceWrapper;

/** Whatever an application needs to recover by itself; {@code docs/recovery.md} shows what follows this line. */
public final class NarayanaRecovery {

    private NarayanaRecovery() {
    }

    /** Once, before anything else of the transaction manager's is touched. The name stays the same for ever. */
    static void configure(String node) throws CoreEnvironmentBeanException {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(node);
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(node));
        jtaPropertyManager.getJTAEnvironmentBean().setXAResourceRecordWrappingPlugin(new StoreNames());
    }

    /** Once for each store; its broker may come and go. */
    static void register(String name, Supplier<EscrowBroker> current) {
        RecoveryManager.manager();
        XAResource[] resources = {new Named(name, EscrowBroker.recoveryResource(current))};
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return resources;
            }
        });
    }

    /** A resource with its store's name: transaction.enlistResource(new Named("messages", context.getXAResource())). */
    record Named(String getJndiName, XAResource getResource) implements XAResourceWrapper {
        @Override
        public String getProductName() {
            return getJndiName;
        }

        @Override
        public String getProductVersion() {
            return "";
        }

        @Override
        public boolean isSameRM(XAResource other) throws XAException {
            return getResource.isSameRM(other instanceof Named named ? named.getResource : other);
        }

        @Override
        public void start(Xid xid, int flags) throws XAException {
            getResource.start(xid, flags);
        }

        @Override
        public void end(Xid xid, int flags) throws XAException {
            getResource.end(xid, flags);
        }

        @Override
        public int prepare(Xid xid) throws XAException {
            return getResource.prepare(xid);
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            getResource.commit(xid, onePhase);
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            getResource.rollback(xid);
        }

        @Override
        public void forget(Xid xid) throws XAException {
            getResource.forget(xid);
        }

        @Override
        public Xid[] recover(int flag) throws XAException {
            return getResource.recover(flag);
        }

        @Override
        public int getTransactionTimeout() throws XAException {
            return getResource.getTransactionTimeout();
        }

        @Override
        public boolean setTransactionTimeout(int seconds) throws XAException {
            return getResource.setTransactionTimeout(seconds);
        }
    }

    /** Writes the names into the decisions. */
    public static final class StoreNames implements XAResourceRecordWrappingPlugin {
        @Override
        public void transcribeWrapperData(XAResourceRecord record) {
            if (record.value() instanceof XAResourceWrapper named) {
                record.setProductName(named.getProductName());
                record.setProductVersion(named.getProductVersion());
                record.setJndiName(named.getJndiName());
            }
        }

        @Override
        public Integer getEISName(XAResource resource) {
            return 0;
        }

        @Override
        public String getEISName(Integer key) {
            return "";
        }
    }
}
