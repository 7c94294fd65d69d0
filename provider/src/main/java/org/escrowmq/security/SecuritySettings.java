package org.escrowmq.security;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a broker finds out who its users are and what they may do. Immutable; the values have been checked by whoever
 * made it.
 *
 * @param users who may connect; empty if a login configuration decides or everybody may
 * @param loginConfiguration the entry of the JVM's JAAS configuration that decides who may connect, or null
 * @param rules what roles may do
 * @param userIds whether each message carries the name of the user who sent it
 */
public record SecuritySettings(
        List<User> users, String loginConfiguration, AccessRules rules, boolean userIds) {

    /** Everybody may do everything: the broker is a guest in its process and reachable from there only. */
    public static final SecuritySettings OFF = new SecuritySettings(List.of(), null, new AccessRules(), false);

    /** Takes a copy of the users. */
    public SecuritySettings {
        users = List.copyOf(users);
    }

    /** True if not everybody may do everything. */
    public boolean enabled() {
        return !users.isEmpty() || loginConfiguration != null;
    }

    /** Roles to which rules give permissions that nobody has, as far as the users are known here. */
    public Collection<String> rolesOfNobody() {
        if (users.isEmpty()) {
            return Set.of();
        }
        Set<String> roles = new TreeSet<>(rules.allRoles());
        users.forEach(user -> roles.removeAll(user.roles()));
        return roles;
    }
}
