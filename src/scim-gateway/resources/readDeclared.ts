import { AttributeDefinitionsDocument } from '../documents/generated.ts';
import { type ConnectionCaller, type Execute, type Graph, given } from '../graph.ts';
import type { Declared, DeclaredAttribute } from './declared.ts';

/** All that is declared, as the graph tells it now. */
export async function readDeclared(graph: Graph): Promise<Declared> {
  const declared: DeclaredAttribute[] = [];
  let after: string | null | undefined;
  do {
    const { attributeDefinitions } = await graph(AttributeDefinitionsDocument, { after });
    const { nodes, pageInfo } = given(attributeDefinitions);
    declared.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  } while (after != null);
  return declared;
}

const trustMilliseconds = 1000;
const mostTrusted = 1000;

/** The same, believed for a second. Each credential asks for itself: what one is refused is nothing to another. */
export function rememberDeclared(execute: Execute): (caller: ConnectionCaller) => Promise<Declared> {
  const known = new Map<string, { found: Promise<Declared>; until: number }>();
  return (caller) => {
    const key = JSON.stringify([caller.connectionId.toLowerCase(), caller.authorization]);
    const memory = known.get(key);
    if (memory && memory.until > Date.now()) return memory.found;
    if (known.size >= mostTrusted) known.clear();
    const found = readDeclared((document, variables) => execute(document, variables, caller));
    known.set(key, { found, until: Date.now() + trustMilliseconds });
    found.catch(() => known.get(key)?.found === found && known.delete(key));
    return found;
  };
}
