package org.escrowmq.it.crash.victim;

import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.container.NamedResource;
import org.jboss.tm.XAResourceWrapper;

/**
 * Has the transaction manager write a store's name into its decision, as application servers do; see
 * {@link NamedResource}. Stateless.
 */
public final class StoreNames implements XAResourceRecordWrappingPlugin {

    /** For the transaction manager, which makes its own. */
    public StoreNames() {
    }

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
