// What is written in a catalogue, checked.
import { type Catalogue, PlanVersion, Preset, type PresetName, planErrors } from '../contract.ts';
import { b2b } from './catalogues/b2b.ts';
import { chatflow } from './catalogues/chatflow.ts';
import { recado } from './catalogues/recado.ts';
import { wallie } from './catalogues/wallie.ts';
import { whahook } from './catalogues/whahook.ts';

const SOURCES: Record<PresetName, unknown> = { recado, wallie, whahook, chatflow, b2b };

/**
 * Checks every row of the catalogue and what they say of each other; throws plans.badCatalogue naming all faults, so that a process with
 * a broken catalogue says so when it loads it instead of when somebody meets a limit.
 */
export function readCatalogue(rows: readonly unknown[]): Catalogue {
  const faults: string[] = [];
  const versions: PlanVersion[] = [];
  for (const row of rows) {
    const parsed = PlanVersion.safeParse(row);
    if (parsed.success) versions.push(parsed.data);
    else {
      const { plan = '?', version = '?' } = (row ?? {}) as { plan?: string; version?: number };
      faults.push(
        ...parsed.error.issues.map((issue) => `${plan} ${version}: ${issue.path.join('.')} ${issue.message}`),
      );
    }
  }
  const seen = new Set<string>();
  for (const each of versions) {
    const name = `${each.plan} ${each.version}`;
    if (seen.has(name)) faults.push(`${name}: comes twice`);
    seen.add(name);
    if (each.next !== null && !versions.some((other) => other.plan === each.next))
      faults.push(`${name}: its next plan "${each.next}" does not exist`);
  }
  if (faults.length > 0) throw planErrors.badCatalogue({ faults });
  return versions;
}

/** A whole catalogue as an operator chooses it, with what its head says of its plans. Throws plans.badCatalogue naming all faults. */
export function readPreset(source: unknown): Preset {
  const parsed = Preset.safeParse(source);
  if (!parsed.success)
    throw planErrors.badCatalogue({
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    });
  const { preset, start, trial } = parsed.data;
  const plans = readCatalogue(parsed.data.plans);
  const faults: string[] = [];
  const wants = (field: string, plan: string) => {
    if (!plans.some((each) => each.plan === plan && !each.isLegacy))
      faults.push(`${field}: the plan "${plan}" does not exist`);
  };
  wants('start', start);
  if (trial && trial.as !== 'any') wants('trial.as', trial.as);
  for (const after of trial?.after ?? []) if (after !== 'deactivated') wants('trial.after', after);
  for (const each of plans) {
    const name = `${each.plan} ${each.version}`;
    if (each.preset !== preset) faults.push(`${name}: preset is "${each.preset}" in the catalogue "${preset}"`);
    if (each.price.currency !== plans[0]?.price.currency) faults.push(`${name}: price.currency is another one`);
  }
  if (faults.length > 0) throw planErrors.badCatalogue({ faults });
  return { preset, start, trial, plans };
}

/** One of the catalogues that come with the product. */
export const presetOf = (name: PresetName): Preset => readPreset(SOURCES[name]);

/** The newest version of each plan that a catalogue sells, the cheapest first and what is on quotation last. A trial is not sold. */
export const offeredOf = (catalogue: Catalogue, preset: PresetName): PlanVersion[] =>
  catalogue
    .filter((each) => each.preset === preset && !each.isLegacy && !(each.price.cents === 0 && each.trialDays > 0))
    .filter((each) => !catalogue.some((other) => other.plan === each.plan && other.version > each.version))
    .sort((a, b) => (a.price.cents ?? Number.POSITIVE_INFINITY) - (b.price.cents ?? Number.POSITIVE_INFINITY));

/** By what Stripe's prices are found: `<catalogue>_<plan>_v<version>`, so that a price that changes is another one. */
export const stripeKeyOf = ({ preset, plan, version }: Pick<PlanVersion, 'preset' | 'plan' | 'version'>): string =>
  `${stripeProductOf({ preset, plan })}_v${version}`;

/** What is sold under those prices: the plan, whatever its version. */
export const stripeProductOf = ({ preset, plan }: Pick<PlanVersion, 'preset' | 'plan'>): string =>
  `${preset === 'recado' ? 'recado_' : ''}${plan}`;
