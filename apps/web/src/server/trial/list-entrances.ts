import { appRouter } from '@recado/api/trpc';
import type { Permission } from '@recado/core/kernel';
import { z } from 'zod';
import { frontDoorRoutes } from '../front-door-routes.ts';
import { inputsThatName, SAMPLE_ID } from './inputs-that-name.ts';

/** A way in that a session must be live for: a procedure with an input that its verb takes, or a route of the front door. */
export type Entrance =
  | {
      kind: 'procedure';
      name: string;
      type: 'query' | 'mutation';
      asksForProof: boolean;
      needs?: Permission;
      input?: unknown;
      /** An input that says all it may, and of lists one thing each. */
      fullInput?: unknown;
      /** Inputs that name a thing wherever there is room for one. */
      naming: unknown[];
    }
  | { kind: 'route'; name: string; asksForProof: boolean };

type Described = {
  _def: {
    type: 'query' | 'mutation';
    meta?: { door?: string; asksForProof?: true; needs?: Permission; input?: z.ZodType };
  };
};

/** Every such way there is, asked of the router and of the front door; none is written down here. */
export function listEntrances(): Entrance[] {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Described>);
  return [
    ...procedures
      .filter(([, { _def }]) => _def.meta?.door === 'session')
      .map(([name, { _def }]) => ({
        kind: 'procedure' as const,
        name,
        type: _def.type,
        asksForProof: _def.meta?.asksForProof === true,
        ...(_def.meta?.needs ? { needs: _def.meta.needs } : {}),
        ...(_def.meta?.input
          ? { input: inputFor(name, _def.meta.input), ...fully(name, _def.meta.input) }
          : { naming: [] }),
      })),
    ...Object.entries(frontDoorRoutes)
      .filter(([, route]) => route.isBehindSession)
      .map(([name, route]) => ({ kind: 'route' as const, name, asksForProof: 'asksForProof' in route })),
  ];
}

function fully(name: string, schema: z.ZodType): { fullInput: unknown; naming: unknown[] } {
  const fullInput = fullInputFor(schema);
  return { fullInput, naming: inputsThatName(name, schema, fullInput) };
}

/** What stands for any text: a digit, a code of six, or an address, whichever an input takes. */
const texts = ['1', '111111', 'otra@taller.example'];

/** An input that the verb takes: what is required, or everything where that is not enough. */
export function inputFor(name: string, schema: z.ZodType): unknown {
  const shape = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  const found = texts
    .flatMap((text) => [sampleOf(shape, false, text), sampleOf(shape, true, text)])
    .find((each) => schema.safeParse(each).success);
  if (found === undefined) throw new Error(`No sample was found that ${name} takes.`);
  return found;
}

/** An input that says all it may, and of lists one thing each; undefined where what a sample says of one thing forbids another. */
export function fullInputFor(schema: z.ZodType): unknown {
  const shape = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  return texts.map((text) => sampleOf(shape, true, text, 1)).find((each) => schema.safeParse(each).success);
}

type Shape = {
  type?: string;
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  minimum?: number;
  minLength?: number;
};

/** Something of a shape. */
function sampleOf(shape: Shape, isFull: boolean, text: string, atLeast = 0): unknown {
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [one] = shape.anyOf ?? shape.oneOf ?? [];
  if (one) return sampleOf(one, isFull, text, atLeast);
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {})
          .filter(([name]) => isFull || shape.required?.includes(name))
          .map(([name, of]) => [name, sampleOf(of, isFull, text, atLeast)]),
      );
    case 'array':
      return Array.from({ length: Math.max(shape.minItems ?? 0, atLeast) }, () =>
        sampleOf(shape.items ?? {}, isFull, text, atLeast),
      );
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(1, shape.minimum ?? 1);
    case 'null':
      return null;
    default:
      return shape.format === 'uuid'
        ? SAMPLE_ID
        : shape.format === 'date-time'
          ? '2026-01-01T00:00:00Z'
          : shape.format === 'date'
            ? '2026-01-01'
            : shape.format === 'email'
              ? 'otra@taller.example'
              : text.repeat(Math.ceil((shape.minLength ?? 1) / text.length));
  }
}
