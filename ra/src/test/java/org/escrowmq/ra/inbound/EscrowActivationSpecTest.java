package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.junit.jupiter.api.Test;

class EscrowActivationSpecTest {

    private final EscrowActivationSpec spec = new EscrowActivationSpec();

    @Test
    void everyMistakeIsReportedAtOnceWithItsProperty() {
        spec.setDestinationType("javax.jms.Queue");
        spec.setAcknowledgeMode("Client-acknowledge");
        spec.setSubscriptionDurability("durable");
        spec.setMaxSessions(0);
        spec.setShareSubscriptions(true);

        InvalidPropertyException error = catchThrowableOfType(InvalidPropertyException.class, spec::validate);

        assertThat(error).hasMessageContaining("6 mistakes")
                .hasMessageContaining("destinationType is \"javax.jms.Queue\"; allowed are jakarta.jms.Queue and")
                .hasMessageContaining("acknowledgeMode is \"Client-acknowledge\"; allowed are Auto-acknowledge and")
                .hasMessageContaining("subscriptionDurability is \"durable\"; allowed are Durable and NonDurable")
                .hasMessageContaining("maxSessions is 0")
                .hasMessageContaining("destinationLookup is not set")
                .hasMessageContaining("subscriptionName is not set");
        assertThat(Arrays.stream(error.getInvalidPropertyDescriptors()).map(FeatureDescriptor::getName))
                .containsExactly("destinationType", "acknowledgeMode", "subscriptionDurability", "destinationLookup",
                        "maxSessions", "subscriptionName");
    }

    @Test
    void aLookupAloneIsEnough() {
        spec.setDestinationLookup("java:/q");
        assertThatCode(spec::validate).doesNotThrowAnyException();
    }

    @Test
    void aPhysicalNameNeedsAType() {
        spec.setDestination("q");
        assertThatThrownBy(spec::validate).hasMessageContaining("a mistake: destinationType is not set");
        spec.setDestinationType("jakarta.jms.Topic");
        assertThatCode(spec::validate).doesNotThrowAnyException();
    }

    @Test
    void allStandardValuesAreLegal() {
        spec.setDestinationLookup("java:/t");
        spec.setDestinationType("jakarta.jms.Topic");
        spec.setAcknowledgeMode("Dups-ok-acknowledge");
        spec.setSubscriptionDurability("Durable");
        spec.setSubscriptionName("s");
        spec.setClientId("c");
        spec.setMessageSelector("a = 1");
        spec.setConnectionFactoryLookup("java:/cf");
        assertThatCode(spec::validate).doesNotThrowAnyException();
    }

    @Test
    void aDurableSubscriptionNeedsANameAndATopicButNoClientId() {
        spec.setDestinationLookup("java:/t");
        spec.setSubscriptionDurability("Durable");
        assertThatThrownBy(spec::validate).hasMessageContaining("a mistake: subscriptionName");
        spec.setSubscriptionName("s");
        assertThatCode(spec::validate).doesNotThrowAnyException();
        spec.setDestinationType("jakarta.jms.Queue");
        assertThatThrownBy(spec::validate).hasMessageContaining("a mistake: subscriptionDurability");
    }

    @Test
    void aQueueHasNoSharedSubscription() {
        spec.setDestination("q");
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setShareSubscriptions(true);
        spec.setSubscriptionName("s");
        assertThatThrownBy(spec::validate).hasMessageContaining("shareSubscriptions is true");
    }

    @Test
    void aSpecIsEqualOnlyToItself() {
        assertThat(spec).isEqualTo(spec).isNotEqualTo(new EscrowActivationSpec());
    }

    @Test
    void theAdapterIsSetOnce() throws Exception {
        EscrowResourceAdapter adapter = new EscrowResourceAdapter();
        spec.setResourceAdapter(adapter);
        spec.setResourceAdapter(adapter);

        assertThat(spec.getResourceAdapter()).isSameAs(adapter);
        assertThatThrownBy(() -> spec.setResourceAdapter(new EscrowResourceAdapter()))
                .isInstanceOf(ResourceException.class).hasMessageContaining("only once");
    }
}
