import type { AttributeWhere, UserWhere } from '../../documents/generated.ts';
import type { AttributeType } from '../../documents/generatedEnums.ts';
import { type AttributeName, isSchemaUri } from '../../protocol/attributeName.ts';
import { same } from '../../protocol/resolve.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { boolean, instant, number, type Place, type Plain, text, version } from '../comparisons.ts';
import { type Declared, declaredNamed, keyOf } from '../declared.ts';
import { type Find, nameOf } from '../translateFilter.ts';

/** Attributes of schemas that the gateway does not know are compared as they are declared, and otherwise as what the literal is. */
export const customAttribute =
  (declared: Declared, otherwise: Find<UserWhere>): Find<UserWhere> =>
  (name) => {
    const definition = name.sub === undefined ? declaredNamed(declared, name) : undefined;
    if (definition) return ofType[definition.type](placeOf(keyOf(definition)));
    return isCustom(name) ? ofLiteral(placeOf(nameOf(name))) : otherwise(name);
  };

/** A misspelt standard schema is refused, and so is a schema as a whole: as custom attributes they would quietly match nobody. */
const isCustom = ({ urn = '', name, sub }: AttributeName) =>
  isSchemaUri(urn) && !/^urn:ietf:params:scim:/i.test(urn) && sub === undefined && !same(name, userResource.name);

type Compared = Omit<AttributeWhere, 'key'>;

const placeOf =
  (key: string): Place<Compared, UserWhere> =>
  (comparison) => ({ attribute: { key, ...comparison } });

/** Presence is asked whatever the type of the value. */
const asked = (place: Place<Compared, UserWhere>, { compare }: Pick<Plain<UserWhere>, 'compare'>): Plain<UserWhere> => ({
  compare,
  present: () => place({ exists: true }),
});

const ofType: Record<AttributeType, (place: Place<Compared, UserWhere>) => Plain<UserWhere>> = {
  STRING: (place) =>
    asked(
      place,
      text((string) => place({ string })),
    ),
  NUMBER: (place) =>
    asked(
      place,
      number((number) => place({ number })),
    ),
  BOOLEAN: (place) =>
    asked(
      place,
      boolean((boolean) => place({ boolean })),
    ),
  DATE_TIME: (place) =>
    asked(
      place,
      instant((dateTime) => place({ dateTime })),
    ),
  VERSION: (place) =>
    asked(
      place,
      version((version) => place({ version })),
    ),
};

const literalTypes: Record<string, AttributeType> = { number: 'NUMBER', boolean: 'BOOLEAN', string: 'STRING' };

const ofLiteral = (place: Place<Compared, UserWhere>): Plain<UserWhere> =>
  asked(place, { compare: (operator, value) => ofType[literalTypes[typeof value] ?? 'STRING'](place).compare(operator, value) });
