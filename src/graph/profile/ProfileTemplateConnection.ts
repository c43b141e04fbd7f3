import { connectionOf } from '../paging.ts';
import { ProfileTemplate } from './ProfileTemplate.ts';

export const ProfileTemplateConnection = connectionOf('ProfileTemplate', 'profile templates', ProfileTemplate);
