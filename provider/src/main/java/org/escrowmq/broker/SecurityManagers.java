package org.escrowmq.broker;

import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.escrowmq.security.AccessRules;
import org.escrowmq.security.Permission;
import org.escrowmq.security.SecuritySettings;

/**
 * What the engine asks who a user is and what they may do.
 *
 * <p>The engine's own table of roles is not used: it reads {@code *}, {@code #} and dots in the names of destinations,
 * where here they are characters. Its cache is: an answer holds for ten seconds. Safe for use by several threads.
 */
final class SecurityManagers {

    private SecurityManagers() { }

    /** Makes one; null if everybody may do everything. */
    static ActiveMQSecurityManager of(SecuritySettings settings) {
        if (!settings.enabled()) {
            return null;
        }
        return settings.loginConfiguration() == null
                ? new Listed(new Passwords(settings.users()), settings.rules())
                : new Login(settings.loginConfiguration(), settings.rules());
    }

    /** The address has "::" and the name of a queue after it where it is about a queue. */
    private static boolean isPermitted(AccessRules rules, Subject subject, CheckType type, String address) {
        Set<String> roles = rules.roles(CompositeAddress.extractAddressName(address), permission(type));
        return subject != null
                && subject.getPrincipals(RolePrincipal.class).stream().anyMatch(role -> roles.contains(role.getName()));
    }

    private static Permission permission(CheckType type) {
        return switch (type) {
            case SEND -> Permission.SEND;
            case CONSUME -> Permission.CONSUME;
            case BROWSE -> Permission.BROWSE;
            case CREATE_ADDRESS, DELETE_ADDRESS, CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE,
                DELETE_NON_DURABLE_QUEUE -> Permission.CREATE;
            case MANAGE, VIEW, EDIT -> Permission.MANAGE;
        };
    }

    /** Users that the broker was given. */
    private record Listed(Passwords passwords, AccessRules rules) implements ActiveMQSecurityManager5 {

        @Override
        public Subject authenticate(String user, String password, RemotingConnection connection, String domain) {
            return passwords.verify(user, password).map(found -> {
                Subject subject = new Subject();
                subject.getPrincipals().add(new UserPrincipal(found.name()));
                found.roles().forEach(role -> subject.getPrincipals().add(new RolePrincipal(role)));
                return subject;
            }).orElse(null);
        }

        @Override
        public boolean authorize(Subject subject, Set<Role> roles, CheckType type, String address) {
            return isPermitted(rules, subject, type, address);
        }

        @Override
        public boolean validateUser(String user, String password) {
            return passwords.verify(user, password).isPresent();
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType type) {
            throw new UnsupportedOperationException("The engine calls authorize instead");
        }

        @Override
        public String toString() {
            return "listed users";
        }
    }

    /** Users that a JAAS login configuration knows. Its login modules are those that the engine's classes can see. */
    private static final class Login extends ActiveMQJAASSecurityManager {

        private final AccessRules rules;

        Login(String name, AccessRules rules) {
            super(name);
            this.rules = rules;
        }

        /** A login module from elsewhere says that the user is who they say, but in no principal of the engine's. */
        @Override
        public Subject authenticate(String user, String password, RemotingConnection connection, String domain)
                throws NoCacheLoginException {
            Subject subject = super.authenticate(user, password, connection, domain);
            if (subject != null && user != null && subject.getPrincipals(UserPrincipal.class).isEmpty()) {
                subject.getPrincipals().add(new UserPrincipal(user));
            }
            return subject;
        }

        @Override
        public boolean authorize(Subject subject, Set<Role> roles, CheckType type, String address) {
            return isPermitted(rules, subject, type, address);
        }
    }
}
