import { readdirSync } from 'node:fs';
import path from 'node:path';

const DESK = path.resolve(import.meta.dirname, '../../app/(desk)');

/** The address of every page behind the desk's door, by its files; `id` stands for whatever one of them is about. */
export const listDeskPages = (id: string): string[] =>
  readdirSync(DESK, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'page.tsx')
    .map((name) => `/${path.dirname(name).replaceAll(path.sep, '/')}`.replaceAll(/\[\w+\]/g, id))
    .sort();
