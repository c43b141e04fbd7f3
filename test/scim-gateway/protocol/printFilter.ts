import type { AttributeName } from '#scim-gateway/protocol/attributeName.ts';
import type { Filter } from '#scim-gateway/protocol/filter.ts';

/** A filter in the words of RFC 7644, with all the parentheses that it may need. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.map((operand) => `(${printFilter(operand)})`).join(` ${filter.kind} `);
    case 'not':
      return `not (${printFilter(filter.filter)})`;
    case 'some':
      return `${printName(filter.attribute)}[${printFilter(filter.filter)}]`;
    case 'present':
      return `${printName(filter.attribute)} pr`;
    case 'compare':
      return `${printName(filter.attribute)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

export const printName = ({ urn, name, sub }: AttributeName) => `${urn ? `${urn}:` : ''}${name}${sub ? `.${sub}` : ''}`;
