package org.escrowmq.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule decides, and what is wrong with a text of rules. */
class AccessRulesTest {

    private static AccessRules rules(String text) {
        AccessRules rules = new AccessRules();
        rules.addText(text);
        return rules;
    }

    @ParameterizedTest
    @CsvSource({
        "orders,          exact",
        "orders.new,      dots",
        "orders.new.eu,   longest",
        "ordersnew,       everything",
        "order,           everything",
        "a#b,             hash",
        "axb,             everything",
        "a*b,             star",
        "with:colon,      colon",
        "ORDERS,          everything"})
    void theMostSpecificRuleDecidesAlone(String destination, String role) {
        AccessRules rules = rules("*: all=everything; orders.*: send=dots; orders: send=exact;"
                + "orders.new.*: send=longest; a#b: send=hash; a*b: send=star; with:colon: send=colon");
        assertThat(rules.roles(destination, Permission.SEND)).containsExactly(role);
    }

    @Test
    void whatTheMostSpecificRuleDoesNotAllowIsNotAllowedByAnother() {
        AccessRules rules = rules("*: all=everything; orders: send=shop");
        assertThat(rules.roles("orders", Permission.CONSUME)).isEmpty();
        assertThat(rules.roles("others", Permission.CONSUME)).containsExactly("everything");
    }

    @Test
    void nothingIsAllowedWithoutARule() {
        assertThat(rules("").isEmpty()).isTrue();
        assertThat(rules("orders: send=shop").roles("others", Permission.SEND)).isEmpty();
    }

    @Test
    void rulesForOneNameAddUpHoweverTheyAreGiven() {
        AccessRules rules = rules("orders: send|create=shop|web, consume=office; orders: send=partner");
        rules.allow("orders", List.of(Permission.CONSUME), List.of("audit"));
        assertThat(rules.roles("orders", Permission.SEND)).containsExactly("partner", "shop", "web");
        assertThat(rules.roles("orders", Permission.CREATE)).containsExactly("shop", "web");
        assertThat(rules.roles("orders", Permission.CONSUME)).containsExactly("audit", "office");
        assertThat(rules.roles("orders", Permission.BROWSE)).isEmpty();
        assertThat(rules.allRoles()).containsExactly("audit", "office", "partner", "shop", "web");
    }

    @Test
    void everyFaultIsReportedWithWhatIsAllowed() {
        AccessRules rules = rules("orders; orders: sent=shop, consume; other: send=, send=a b; : send=c");
        rules.allow(" ", List.of(Permission.SEND), List.of("shop"));
        rules.allow("orders", List.of(Permission.SEND), List.of());
        assertThat(rules.faults()).hasSize(8)
                .anySatisfy(fault -> assertThat(fault).contains("'orders'", AccessRules.SYNTAX))
                .anySatisfy(fault -> assertThat(fault).contains("'sent' for 'orders'", "send, consume, browse, create"))
                .anySatisfy(fault -> assertThat(fault).contains("'consume' for 'orders'", AccessRules.SYNTAX))
                .anySatisfy(fault -> assertThat(fault).contains("'other'", "the role ''", AccessRules.ROLE_NAMES))
                .anySatisfy(fault -> assertThat(fault).contains("'other'", "the role 'a b'", AccessRules.ROLE_NAMES))
                .anySatisfy(fault -> assertThat(fault).contains("': send=c'", AccessRules.SYNTAX))
                .anySatisfy(fault -> assertThat(fault).contains("for no destination"))
                .anySatisfy(fault -> assertThat(fault).contains("'orders' has no role"));
    }
}
