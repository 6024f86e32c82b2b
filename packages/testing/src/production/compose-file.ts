import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export type ComposeService = {
  command?: string[];
  working_dir?: string;
  image?: string;
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart?: string;
  ports?: string[];
  read_only?: boolean;
};
export type ComposeFile = { services: Record<string, ComposeService>; volumes: Record<string, unknown> };

/** The production set-up as docker compose reads it, anchors and merges resolved, variables not yet filled. */
export function readComposeFile(root: string): ComposeFile {
  return parse(fs.readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as ComposeFile;
}

/** Every variable that the file takes from the environment, and whether it refuses to start without. */
export function variablesOf(root: string): Map<string, { isRequired: boolean }> {
  const text = fs.readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
  const found = new Map<string, { isRequired: boolean }>();
  for (const [, name = '', form] of text.matchAll(/\$\{([A-Z_]+)(:[?-])?/g)) {
    found.set(name, { isRequired: form === ':?' });
  }
  return found;
}

/** Fills `${NAME}`, `${NAME:-default}` and `${NAME:?message}` as compose does; throws the message of what is missing. */
export function fillVariables(text: string, values: Record<string, string>): string {
  return text.replace(
    /\$\{([A-Z_]+)(?::([?-])((?:[^{}]|\{[^}]*\})*))?\}/g,
    (_, name: string, form?: string, rest?: string) => {
      const value = values[name];
      if (value) return value;
      if (form === '-') return rest ?? '';
      throw new Error(`${name} is not set: ${rest ?? ''}`);
    },
  );
}
