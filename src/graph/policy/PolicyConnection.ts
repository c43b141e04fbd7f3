import { connectionOf } from '../paging.ts';
import { Policy } from './Policy.ts';

export const PolicyConnection = connectionOf('Policy', 'policies', Policy);
