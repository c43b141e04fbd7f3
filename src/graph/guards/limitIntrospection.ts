import { type FieldNode, Kind, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitExceeded } from '#directory/errors.ts';
import { isIntrospection } from './isIntrospection.ts';
import { ofDocument, refusal } from './refusal.ts';

/** What a type lists; one of these below another multiplies the schema by itself. */
const lists: ReadonlySet<string> = new Set(['fields', 'inputFields', 'interfaces', 'possibleTypes']);

/** Introspection is open to all, and its cost is not counted: it tells the schema once, as tools ask for it. */
const rule: ValidationRule = (context) => ({
  Field(node) {
    if (!isIntrospection(node)) return;
    const refused = node.alias || repeats(context, node.selectionSet, false, new Set());
    if (refused)
      context.reportError(
        refusal(limitExceeded('Ask for the schema once: without aliases, and without the fields of fields.'), ofDocument),
      );
  },
});

function repeats(context: ValidationContext, selectionSet: SelectionSetNode | undefined, listed: boolean, seen: Set<string>): boolean {
  return (selectionSet?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return repeatsField(context, selection, listed, seen);
    if (selection.kind === Kind.INLINE_FRAGMENT) return repeats(context, selection.selectionSet, listed, seen);
    const spread = `${selection.name.value} ${listed}`;
    if (seen.has(spread)) return false;
    seen.add(spread);
    return repeats(context, context.getFragment(selection.name.value)?.selectionSet, listed, seen);
  });
}

function repeatsField(context: ValidationContext, { alias, name, selectionSet }: FieldNode, listed: boolean, seen: Set<string>): boolean {
  const isList = lists.has(name.value);
  return alias !== undefined || (listed && isList) || repeats(context, selectionSet, listed || isList, seen);
}

export const limitIntrospection: Plugin = { onValidate: ({ addValidationRule }) => addValidationRule(rule) };
