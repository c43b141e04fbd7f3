import type { Habit as HabitName } from '#directory/habits.ts';
import { builder } from '../builder.ts';

const meanings: Record<HabitName, string> = {
  UPDATES_BY_PUT:
    'Updates by PUT. A connection that is never seen to update by PATCH sends whole resources only, as PingOne, PingFederate and the applications of Okta’s wizard do.',
  UPDATES_BY_PATCH: 'Updates by PATCH, as Microsoft Entra ID and the applications of Okta’s catalogue do.',
  NAMES_IN_OTHER_CASE:
    'Writes names of attributes in another case than their schema does, which is allowed, and which filters of Entra ID do.',
  CAPITALIZED_OPERATIONS: 'Writes the verbs of a PATCH with a capital, as in "Replace": Entra ID without aadOptscim062020.',
  BOOLEANS_AS_TEXT: 'Writes true and false as text, as in "active": "False": Entra ID without aadOptscim062020.',
  WRAPPED_VALUES: 'Puts a single value in a list, as in "title": ["Platform"], which expressions of Entra ID do.',
  BARE_VALUES: 'Sends a value alone in place of the object that holds it, as Entra ID does with the id of a manager.',
  SINGLE_ELEMENTS: 'Sends one element in place of a list, as gallery applications of Entra ID do.',
  REPEATED_NAMES: 'Repeats the name of the attribute within its value, as in "path": "members", "value": {"members": […]}: Salesforce.',
  EMPTY_TEXTS: 'Clears attributes with an empty text, as Okta does.',
  REMOVALS_BY_VALUE: 'Removes members or other elements by naming them in the value rather than in the path: Entra ID and JumpCloud.',
  DOTTED_KEYS: 'Sends paths as keys of a value without a path, as in "name.givenName": Entra ID with aadOptscim062020.',
  LABELED_PATHS:
    'Sets an element by its label, as in emails[type eq "work"].value, and expects it to be made where there is none: Entra ID.',
  EMPTY_PATCHES: 'Sends a PATCH without operations, as Entra ID does.',
  FORMER_URNS: 'Names schemas by URNs from before the standard, or misspelt ones: OneLogin, and old mappings of Entra ID.',
  UNQUOTED_LITERALS: 'Writes filters without quotation marks, as in externalId eq jyoung: a published example of Entra ID.',
  COMPARED_ELEMENTS: 'Filters by emails[type eq "work"].value eq "x", which is beyond the grammar: Entra ID.',
  COMPARED_WHOLES: 'Compares an attribute of several parts as a whole, as in emails eq "x" (PingOne) and manager eq "x" (Entra ID).',
  UNDECLARED_EXTENSIONS:
    'Sends attributes of other schemas that no attribute definition declares. They are kept and answered as they were sent.',
  UNKNOWN_ATTRIBUTES: 'Sends attributes that no schema has. They are dropped.',
  READ_ONLY_ATTRIBUTES:
    'Sends back what only the directory sets, such as id, meta, groups and the names of members, as Okta and Entra ID do. It is ignored.',
  PASSWORDS: 'Sends passwords, as Okta does even without password sync. They are dropped.',
  UNKNOWN_SCHEMAS: 'Names schemas in "schemas" that are not known here, as Entra ID does with groups. They are dropped.',
  UNKNOWN_SELECTIONS: 'Selects by attributes or excludedAttributes what no schema has. It selects nothing.',
  UNKNOWN_PARAMETERS:
    'Sends parameters of a query, or names in a message, that SCIM does not have, such as "name": "addMember" of Entra ID. They are ignored.',
};

const described = Object.fromEntries(Object.entries(meanings).map(([habit, description]) => [habit, { description }]));

export const Habit = builder.enumType('Habit', {
  description: 'What an identity provider can be seen to do beyond the plainest reading of SCIM. All of it is served on every connection.',
  values: described as Record<HabitName, { description: string }>,
});
