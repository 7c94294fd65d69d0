package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

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
    void everyMistakeInOurOwnPropertiesIsReportedWithWhatIsAllowed() {
        spec.setDestination("q");
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setMinSessions(16);
        spec.setPrefetch(-1);
        spec.setPauseOnFailures(null);
        spec.setPauseMillis(-1L);
        spec.setMaxDeliveryAttempts(0);
        spec.setImmediateRedeliveries(-1);
        spec.setRedeliveryDelayMillis(-1L);
        spec.setRedeliveryBackOffMultiplier(0.5);
        spec.setMaxRedeliveryDelayMillis(-1L);
        spec.setDeadLetterDestination("q");
        spec.setPassword("secret");

        InvalidPropertyException error = catchThrowableOfType(InvalidPropertyException.class, spec::validate);

        assertThat(error).hasMessageContaining("11 mistakes").hasMessageNotContaining("secret")
                .hasMessageContaining("minSessions is 16; at most maxSessions, 15,")
                .hasMessageContaining("prefetch is -1; a number from 0")
                .hasMessageContaining("pauseOnFailures is null")
                .hasMessageContaining("maxDeliveryAttempts is '0', allowed is a number, at least 1, or -1 for no limit")
                .hasMessageContaining("redeliveryBackOffMultiplier is '0.5'")
                .hasMessageContaining("deadLetterDestination is q, the queue of the bean itself")
                .hasMessageContaining("userName is not set, but password is");
        assertThat(Arrays.stream(error.getInvalidPropertyDescriptors()).map(FeatureDescriptor::getName))
                .containsExactly("minSessions", "prefetch", "pauseOnFailures", "pauseMillis", "maxDeliveryAttempts",
                        "immediateRedeliveries", "redeliveryDelayMillis", "redeliveryBackOffMultiplier",
                        "maxRedeliveryDelayMillis", "deadLetterDestination", "userName");
    }

    @Test
    void onlyWhatIsSetOfTheRedeliveryIsHandedOn() {
        assertThat(spec.redelivery()).isEmpty();
        spec.setMaxDeliveryAttempts(-1);
        spec.setRedeliveryDelayMillis(5L);
        spec.setDeadLetterDestination("dead");
        assertThat(spec.redelivery()).containsOnly(entry("maxDeliveryAttempts", "-1"),
                entry("redeliveryDelayMillis", "5"), entry("deadLetterDestination", "dead"));
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
