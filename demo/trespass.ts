import type { Conversation } from './conversation.ts';
import { okta } from './okta.ts';

/** Acme's token on Globex's URL. */
export const trespass: Conversation = {
  ...okta,
  title: 'Acme’s token knocks at Globex',
  steps: [
    { does: 'asks for everybody', asks: 'GET /Users', status: 401, answers: { status: '401' } },
    { does: 'asks for Grace', asks: 'GET /Users/{{grace}}', status: 401, answers: { status: '401' } },
  ],
};

/** Acme's token on its own URL, with an id of Globex. */
export const confusion: Conversation = {
  ...okta,
  title: 'Acme’s token asks at home for what is Globex’s',
  steps: [
    { does: 'asks for Grace', asks: 'GET /Users/{{grace}}', status: 404, answers: { status: '404' } },
    { does: 'deletes Grace', asks: 'DELETE /Users/{{grace}}', status: 404, answers: { status: '404' } },
  ],
};
