package org.escrowmq.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user: a name, a password and roles. Immutable; never shows the password.
 *
 * @param name what the user logs in as
 * @param password the password itself, or {@code ENC(...)} with a hash of it
 * @param roles what permissions are given to
 */
public record User(String name, String password, Set<String> roles) {

    private static final Pattern HASH = Pattern.compile("[1-9]\\d{0,8}:([0-9A-Fa-f]{2})+:([0-9A-Fa-f]{2})+");
    private static final String HASH_START = "ENC(";
    private static final String HASH_END = ")";

    /** Takes a copy of the roles. */
    public User {
        roles = Set.copyOf(roles);
    }

    /** True if the password is a hash. */
    public boolean isHashed() {
        return password.startsWith(HASH_START) && password.endsWith(HASH_END);
    }

    /** The hash without its parentheses. */
    public String hash() {
        return password.substring(HASH_START.length(), password.length() - HASH_END.length());
    }

    /** Marks a hash as one. */
    public static String hashed(String hash) {
        return HASH_START + hash + HASH_END;
    }

    /**
     * Checks what a user was given.
     *
     * @return a sentence for each fault, never with the password in it
     */
    static List<String> faults(String name, String password, List<String> roles) {
        List<String> faults = new ArrayList<>();
        String who = "user '" + name + "' ";
        if (name == null || name.isBlank()) {
            faults.add("a user has no name; a name that is not blank is needed");
        }
        if (password == null || password.isEmpty()) {
            faults.add(who + "has no password; allowed is any that is not empty, or ENC(...) with a hash");
        } else if (password.startsWith(HASH_START) && password.endsWith(HASH_END)
                && !HASH.matcher(password.substring(HASH_START.length(), password.length() - 1)).matches()) {
            faults.add(who + "has a password ENC(...) that is no hash; EscrowBroker.hash makes one");
        }
        for (String role : roles) {
            if (!AccessRules.isRole(role)) {
                faults.add(who + "has the role '" + role + "'; allowed are " + AccessRules.ROLE_NAMES);
            }
        }
        return faults;
    }

    @Override
    public String toString() {
        return "user " + name + " with roles " + roles;
    }
}
