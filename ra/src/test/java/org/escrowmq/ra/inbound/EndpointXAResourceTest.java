package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import javax.transaction.xa.XAResource;
import org.escrowmq.ra.kit.Fake;
import org.junit.jupiter.api.Test;

class EndpointXAResourceTest {

    /** Knows its own kind when it sees it, as a provider's resource does. */
    public static final class Own {

        private XAResource twin;

        public boolean isSameRM(XAResource other) {
            return other == twin;
        }
    }

    /** Looks behind itself, but nobody else can. */
    public record ServersWrapper(XAResource wrapped) {

        public boolean isSameRM(XAResource other) throws Exception {
            return wrapped.isSameRM(other);
        }
    }

    /** Another resource manager's, which turns the question round as well. */
    public static final class AsksBack {

        private XAResource other;

        public boolean isSameRM(XAResource asked) throws Exception {
            return asked == other || other.isSameRM(Fake.of(XAResource.class, this));
        }
    }

    private final Own inbound = new Own();
    private final Own outbound = new Own();
    private final XAResource inboundResource = Fake.of(XAResource.class, inbound);
    private final XAResource outboundResource = Fake.of(XAResource.class, outbound);
    private final EndpointXAResource resource = new EndpointXAResource(inboundResource);

    EndpointXAResourceTest() {
        inbound.twin = outboundResource;
        outbound.twin = inboundResource;
    }

    @Test
    void itKnowsAConnectionOfTheSameStoreWithAndWithoutAWrapper() throws Exception {
        assertThat(resource.isSameRM(outboundResource)).isTrue();
        assertThat(resource.isSameRM(Fake.of(XAResource.class, new ServersWrapper(outboundResource)))).isTrue();
    }

    @Test
    void anotherResourceManagerIsAnotherOne() throws Exception {
        XAResource foreign = Fake.of(XAResource.class, new Own());

        assertThat(resource.isSameRM(foreign)).isFalse();
        assertThat(resource.isSameRM(Fake.of(XAResource.class, new ServersWrapper(foreign)))).isFalse();
    }

    @Test
    void twoThatAskEachOtherComeToAnEnd() throws Exception {
        AsksBack foreign = new AsksBack();
        foreign.other = resource;

        assertThat(resource.isSameRM(Fake.of(XAResource.class, foreign))).isFalse();
    }
}
