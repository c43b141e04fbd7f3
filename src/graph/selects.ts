import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Whether the operation asks for this field, or for the field at this path, of what the resolver returns. */
export const selects = (info: GraphQLResolveInfo, ...path: readonly string[]) => selected(info, ...path).length > 0;

/** Each time that it does. */
export const selected = (info: GraphQLResolveInfo, ...path: readonly string[]): readonly FieldNode[] =>
  path.reduce(
    (within, name) => within.flatMap(({ selectionSet }) => fieldsOf(info, selectionSet)).filter((field) => field.name.value === name),
    info.fieldNodes,
  );

function fieldsOf(info: GraphQLResolveInfo, set: SelectionSetNode | undefined): FieldNode[] {
  return (set?.selections ?? [])
    .filter((selection) => isIncluded(info, selection))
    .flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      return fieldsOf(info, inner?.selectionSet);
    });
}

const isIncluded = ({ variableValues }: GraphQLResolveInfo, selection: SelectionNode) =>
  getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if !== true &&
  getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false;
