import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, type Location, type NameNode } from 'graphql';

interface Part {
  name: NameNode;
  loc?: Location | undefined;
  directives?: readonly ConstDirectiveNode[] | undefined;
}

interface Whole extends Part {
  fields?: readonly Whole[] | undefined;
  values?: readonly Part[] | undefined;
  arguments?: readonly Part[] | undefined;
}

/** A schema coordinate and what stands there. */
export interface Place {
  coordinate: string;
  node: Part;
}

const isWhole = (definition: DefinitionNode): definition is DefinitionNode & Whole =>
  definition.kind !== Kind.SCHEMA_DEFINITION && 'name' in definition && definition.name !== undefined;

function placesWithin(whole: Whole): Place[] {
  const type = whole.name.value;
  return [
    { coordinate: type, node: whole },
    ...[...(whole.fields ?? []), ...(whole.values ?? [])].flatMap((part: Whole) => {
      const coordinate = `${type}.${part.name.value}`;
      const within = (part.arguments ?? []).map((node) => ({ coordinate: `${coordinate}(${node.name.value}:)`, node }));
      return [{ coordinate, node: part }, ...within];
    }),
  ];
}

/** Every type, field, argument, input field and enum value of a schema, each after what it stands in. */
export const placesIn = ({ definitions }: DocumentNode): Place[] => definitions.filter(isWhole).flatMap(placesWithin);

/** The innermost coordinate that a line of the schema belongs to, descriptions included. */
export function coordinateAt(document: DocumentNode, line: number): string | undefined {
  const holding = placesIn(document).filter(({ node: { loc } }) => loc && loc.startToken.line <= line && line <= loc.endToken.line);
  return holding.at(-1)?.coordinate;
}
