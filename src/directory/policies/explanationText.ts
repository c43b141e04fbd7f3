import type { Absence } from '../conditions/explain.ts';
import type { ExplainedNode, PolicyExplanation } from './explainPolicy.ts';

const absences: Record<Absence, string> = {
  VALUE: 'there is no value',
  ELEMENTS: 'the list is empty',
  MANAGER: 'there is no manager',
  USER: 'it is assigned to nobody',
  DELETED_USER: 'its user is gone',
};

const sawOf = ({ absent, saw }: ExplainedNode): string => {
  if (absent !== undefined) return ` (${absences[absent]})`;
  return saw === undefined ? '' : ` (saw ${JSON.stringify(saw)})`;
};

const lineOf = (node: ExplainedNode): string => `${'  '.repeat(node.depth)}${node.holds ? 'yes' : 'no '} ${node.sentence}${sawOf(node)}`;

/** An explanation for people: a line for each node, below the one that it belongs to. */
export function explanationText({ applies, enabled, nodes, truncated }: PolicyExplanation): string {
  const verdict = `The policy ${applies ? 'applies' : enabled ? 'does not apply' : 'is disabled, and applies to nobody'}.`;
  return [verdict, ...nodes.map(lineOf), ...(truncated ? ['… and more.'] : [])].join('\n');
}
