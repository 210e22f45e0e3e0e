package dev.usher.component;

import java.util.List;

/**
 * A component cannot be as it was described. Names everything that is wrong with the description, not only the first.
 */
public final class DefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    /**
     * @param component what was described
     * @param errors what is wrong with the description, each with the option's name
     */
    public DefinitionException(String component, List<String> errors) {
        super(component + " cannot be started: " + String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /** @return what is wrong, each with the option's name */
    public List<String> errors() {
        return errors;
    }
}
