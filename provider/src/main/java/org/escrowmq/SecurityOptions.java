package org.escrowmq;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.security.auth.login.Configuration;
import org.escrowmq.security.AccessRules;
import org.escrowmq.security.Permission;
import org.escrowmq.security.SecuritySettings;
import org.escrowmq.security.Users;

/**
 * The options that say who may connect and what they may do: users and permissions that were given one by one, and what
 * fits together and what does not. Used by one thread.
 */
final class SecurityOptions {

    private final List<Consumer<Users>> users = new ArrayList<>();
    private final List<Consumer<AccessRules>> rules = new ArrayList<>();

    void user(String name, String password, String... roles) {
        users.add(all -> all.add(name, password, Arrays.asList(roles)));
    }

    void permit(String destinations, Permission permission, String... roles) {
        rules.add(all -> all.allow(destinations, List.of(permission), Arrays.asList(roles)));
    }

    /** Puts everything together; whatever is wrong adds a sentence to the faults. */
    SecuritySettings read(OptionValues values, List<String> faults) {
        Users found = new Users();
        users.forEach(user -> user.accept(found));
        Path file = values.get(BrokerOption.USERS_FILE, faults);
        if (file != null) {
            found.addFile(file);
        }
        AccessRules permissions = new AccessRules();
        rules.forEach(rule -> rule.accept(permissions));
        permissions.addText(values.get(BrokerOption.PERMISSIONS, faults));
        faults.addAll(found.faults());
        faults.addAll(permissions.faults());

        String login = values.get(BrokerOption.LOGIN_CONFIGURATION, faults);
        boolean userIds = values.get(BrokerOption.JMSX_USER_ID, faults);
        SecuritySettings settings = new SecuritySettings(List.copyOf(found.all()), login, permissions, userIds);
        boolean listed = !users.isEmpty() || values.isSet(BrokerOption.USERS_FILE);
        checkTogether(settings, listed, values.isSet(BrokerOption.LOGIN_CONFIGURATION), faults);
        return settings;
    }

    private static void checkTogether(SecuritySettings settings, boolean listed, boolean login, List<String> faults) {
        if (listed && login) {
            faults.add("users and loginConfiguration are both set; one of them decides who may connect");
        }
        if (settings.loginConfiguration() != null) {
            checkLogin(settings.loginConfiguration(), faults);
        }
        if (listed || login) {
            return;
        }
        if (!settings.rules().isEmpty()) {
            faults.add("permissions are set, but neither users, usersFile nor loginConfiguration; without them "
                    + "everybody may do everything");
        }
        if (settings.userIds()) {
            faults.add("jmsxUserId is 'true', but neither users, usersFile nor loginConfiguration are set; without "
                    + "them nobody knows who sends");
        }
    }

    private static void checkLogin(String name, List<String> faults) {
        String start = "loginConfiguration is '" + name + "', ";
        try {
            if (Configuration.getConfiguration().getAppConfigurationEntry(name) == null) {
                faults.add(start + "which the JAAS configuration of this JVM does not contain");
            }
        } catch (SecurityException e) {
            faults.add(start + "but this JVM has no JAAS configuration that can be read; the system property "
                    + "java.security.auth.login.config names its file: " + e.getMessage());
        }
    }
}
