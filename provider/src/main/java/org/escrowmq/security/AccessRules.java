package org.escrowmq.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which roles have which permissions for which destinations. Whatever no rule allows is not allowed.
 *
 * <p>A rule is for the destinations that it names: {@code orders} for the queue and the topic of exactly this name,
 * {@code orders.*} for all whose names begin with {@code orders.}, {@code *} for all. A {@code *} means this at the end
 * only; elsewhere, and {@code #} everywhere, it is a character of the name.
 *
 * <p>For a destination the most specific rule decides alone: the exact name, else the longest beginning. The order of
 * rules means nothing. Rules for the same name add up.
 *
 * <p>Changed only by the one thread that puts it together; afterwards safe for use by several threads.
 */
public final class AccessRules {

    /** What a text of rules looks like. */
    public static final String SYNTAX =
            "destination: permission=role|role, permission|permission=role; destination: ...";

    static final String ROLE_NAMES = "names without blanks and , ; : = |";

    private static final Pattern ROLE = Pattern.compile("[^\\s,;:=|]+");
    private static final String REST = "*";
    private static final String EVERYTHING = "all";

    private final Map<String, Map<Permission, Set<String>>> exact = new HashMap<>();
    private final Map<String, Map<Permission, Set<String>>> beginnings = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    static boolean isRole(String role) {
        return role != null && ROLE.matcher(role).matches();
    }

    /**
     * Adds a rule.
     *
     * @param destinations a name, or the beginning of names with a {@code *} after it
     * @param roles who is allowed
     */
    public void allow(String destinations, Collection<Permission> permissions, Collection<String> roles) {
        if (destinations == null || destinations.isBlank()) {
            faults.add("a permission is for no destination; allowed is a name, the beginning of names followed by "
                    + "*, or * for all");
            return;
        }
        String where = "permission for '" + destinations + "' ";
        if (roles.isEmpty()) {
            faults.add(where + "has no role; needed is at least one");
        }
        roles.stream().filter(role -> !isRole(role)).forEach(role ->
                faults.add(where + "names the role '" + role + "'; allowed are " + ROLE_NAMES));
        boolean beginning = destinations.endsWith(REST);
        Map<Permission, Set<String>> rule = beginning
                ? beginnings.computeIfAbsent(destinations.substring(0, destinations.length() - 1), key -> newRule())
                : exact.computeIfAbsent(destinations, key -> newRule());
        permissions.forEach(permission -> rule.computeIfAbsent(permission, key -> new TreeSet<>()).addAll(
                roles.stream().filter(AccessRules::isRole).toList()));
    }

    private static Map<Permission, Set<String>> newRule() {
        return new EnumMap<>(Permission.class);
    }

    /** Adds the rules of a text: {@value #SYNTAX}. */
    public void addText(String text) {
        for (String rule : text.split(";")) {
            if (!rule.isBlank()) {
                addRule(rule.strip());
            }
        }
    }

    private void addRule(String rule) {
        // A name may contain colons; what follows cannot.
        int colon = rule.lastIndexOf(':');
        if (colon < 1) {
            faults.add("permissions contains '" + rule + "'; allowed is " + SYNTAX);
            return;
        }
        String destinations = rule.substring(0, colon).strip();
        for (String grant : rule.substring(colon + 1).split(",", -1)) {
            String[] sides = grant.split("=", -1);
            if (sides.length == 2) {
                allow(destinations, permissions(destinations, sides[0]), split(sides[1]));
            } else {
                faults.add("permissions contains '" + grant.strip() + "' for '" + destinations + "'; allowed is "
                        + SYNTAX);
            }
        }
    }

    private Collection<Permission> permissions(String destinations, String text) {
        Set<Permission> permissions = new TreeSet<>();
        for (String name : split(text)) {
            if (name.equals(EVERYTHING)) {
                permissions.addAll(List.of(Permission.values()));
            } else {
                Permission.of(name).ifPresentOrElse(permissions::add, () -> faults.add("permissions contains '" + name
                        + "' for '" + destinations + "'; allowed are " + Permission.names() + ", " + EVERYTHING));
            }
        }
        return permissions;
    }

    private static List<String> split(String text) {
        return Pattern.compile("|", Pattern.LITERAL).splitAsStream(text).map(String::strip).toList();
    }

    /** The roles that have a permission for a destination. */
    public Set<String> roles(String destination, Permission permission) {
        return rule(destination).getOrDefault(permission, Set.of());
    }

    private Map<Permission, Set<String>> rule(String destination) {
        Map<Permission, Set<String>> rule = exact.get(destination);
        for (int length = destination.length(); rule == null && length >= 0; length--) {
            rule = beginnings.get(destination.substring(0, length));
        }
        return rule == null ? Map.of() : rule;
    }

    /** Every role that a rule names. */
    public Set<String> allRoles() {
        Set<String> roles = new TreeSet<>();
        exact.values().forEach(rule -> rule.values().forEach(roles::addAll));
        beginnings.values().forEach(rule -> rule.values().forEach(roles::addAll));
        return roles;
    }

    /** True if there is no rule. */
    public boolean isEmpty() {
        return exact.isEmpty() && beginnings.isEmpty();
    }

    /** A sentence for each fault. */
    public List<String> faults() {
        return faults;
    }
}
