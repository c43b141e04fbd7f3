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
export const selects = (info: GraphQLResolveInfo, ...path: readonly string[]) => {
  const sets = info.fieldNodes.map(({ selectionSet }) => selectionSet);
  return (
    path.reduce(
      (within, name) =>
        within
          .flatMap((set) => fieldsOf(info, set))
          .filter((field) => field.name.value === name)
          .map(({ selectionSet }) => selectionSet ?? leaf),
      sets,
    ).length > 0
  );
};

const leaf: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

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
