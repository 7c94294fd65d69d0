package org.escrowmq.jms;

import jakarta.jms.ConnectionMetaData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Says which specification and which provider a connection speaks (specification 6.1.6). Immutable. */
final class EscrowConnectionMetaData implements ConnectionMetaData {

    private static final int JMS_MAJOR = 3;
    private static final int JMS_MINOR = 1;
    private static final List<String> JMSX_PROPERTIES =
            List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");

    private final String version;
    private final boolean userIds;

    /**
     * Describes a connection.
     *
     * @param userIds whether messages carry JMSXUserID
     */
    EscrowConnectionMetaData(boolean userIds) {
        this.userIds = userIds;
        String implementation = getClass().getPackage().getImplementationVersion();
        version = implementation == null ? "0.1.0" : implementation;
    }

    @Override
    public String getJMSVersion() {
        return JMS_MAJOR + "." + JMS_MINOR;
    }

    @Override
    public int getJMSMajorVersion() {
        return JMS_MAJOR;
    }

    @Override
    public int getJMSMinorVersion() {
        return JMS_MINOR;
    }

    @Override
    public String getJMSProviderName() {
        return "EscrowMQ";
    }

    @Override
    public String getProviderVersion() {
        return version;
    }

    @Override
    public int getProviderMajorVersion() {
        return versionPart(0);
    }

    @Override
    public int getProviderMinorVersion() {
        return versionPart(1);
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        List<String> names = new ArrayList<>(JMSX_PROPERTIES);
        if (userIds) {
            names.add("JMSXUserID");
        }
        return Collections.enumeration(names);
    }

    private int versionPart(int index) {
        return Integer.parseInt(version.split("[.-]")[index]);
    }
}
