import { syncCatalogue } from '@recado/core/billing';
import { AppError, noteRefusals } from '@recado/core/kernel';
import { writeCatalogue } from '@recado/core/plans';
import type { PresetName } from '@recado/core/plans/contract';
import { presetOf } from '@recado/core/plans/rules';
import { SERVE_PATH } from '@recado/jobs';
import type { Logger } from '@recado/runtime/logger';
import type { JobsConfig } from './env.ts';
import { createHealth } from './health.ts';
import { listen } from './http-server.ts';
import { buildHouse, type House } from './services.ts';
import { tellRefusals } from './tell-refusals.ts';

export type Jobs = { readonly port: number; readonly healthPort: number; stop(): Promise<void> };

/** Brings the process up: its two doors, the engine, the relay, the ear for hints. Resolves when jobs are run. */
export async function startJobs(config: JobsConfig, log: Logger): Promise<Jobs> {
  const house = buildHouse(config, log);
  const { executor, refusals, functions } = house;
  await sellFrom(config.RECADO_CATALOGUE, house.db, log);
  const host = config.RECADO_MODE === 'embedded' ? '127.0.0.1' : undefined;
  const server = await listen({
    port: config.RECADO_JOBS_PORT,
    host,
    route(path) {
      if (path === SERVE_PATH) return functions;
      // the executor speaks Inngest's HTTP as well: its event API and its runs
      return executor && /^\/(e|v1)\//.test(path) ? executor.handle : null;
    },
    refusals,
    log,
  });
  let isReady = false;
  let figures = async (): Promise<Record<string, unknown>> => ({});
  const answerHealth = createHealth({
    db: house.db,
    isReady: () => isReady,
    figures: () => figures(),
    refusals,
    release: config.RECADO_RELEASE,
  });
  const health = await listen({
    port: config.RECADO_HEALTH_PORT,
    host,
    route: (path) => (/^\/health(\/details)?$/.test(path) ? answerHealth : null),
    refusals,
    log,
  });
  const { relay, sealer } = await house.start();
  await priceAt(house, log);
  figures = async () => ({
    engine: config.engine.name,
    outbox: await relay.stats(),
    audit: sealer.stats(),
    executor: executor ? await executor.stats() : null,
  });
  const teller = tellRefusals({
    // the executor writes its own
    read: async () => refusals.counts(),
    write: (counts) => noteRefusals(house.db, counts),
    onError: (error) => log.warn({ err: error }, 'what was refused could not be written'),
  });
  isReady = true;
  return {
    port: server.port,
    healthPort: health.port,
    async stop() {
      isReady = false;
      // calls under way of an engine elsewhere end before what they use is closed
      await Promise.all([relay.stop(), sealer.stop(), server.close(), health.close(), teller.stop()]);
      await house.close();
    },
  };
}

/** Has the prices of the catalogue where they are paid. A provider that is away keeps nothing from starting: the hour does it again. */
async function priceAt({ db, billing }: House, log: Logger): Promise<void> {
  if (!billing) return;
  try {
    const { made, differing } = await syncCatalogue({ db }, billing);
    if (made.length > 0) log.info({ made }, 'prices of the catalogue are made at the provider');
    if (differing.length > 0) log.error({ differing }, 'what is sold at the provider is not what the catalogue says');
  } catch (error) {
    log.error({ err: error }, 'the prices of the catalogue could not be looked through');
  }
}

/** Sells from the catalogue that the operator chose; says what is wrong with it in a sentence, and then nothing starts. */
async function sellFrom(preset: PresetName, db: House['db'], log: Logger): Promise<void> {
  try {
    const { written } = await writeCatalogue({ db }, presetOf(preset));
    if (written > 0) log.info({ preset, written }, 'the catalogue of plans is written');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { faults, versions } = error.params as { faults?: string[]; versions?: string };
    throw new Error(
      versions
        ? `The catalogue "${preset}" changes plans that accounts are on: ${versions}. Put them back and write what changed as a new version.`
        : `The catalogue "${preset}" does not hold together: ${faults?.join('; ') ?? error.code}.`,
    );
  }
}
