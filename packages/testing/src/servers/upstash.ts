import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fengari from 'fengari';

const { lua, lauxlib, lualib, to_luastring: toLua, to_jsstring: toJs } = fengari;

type Stored = { value: string; until: number | null };

/**
 * A Redis as Upstash serves it over HTTP, as far as the limiter goes: POST / with one command, POST /pipeline
 * with several, EVAL and EVALSHA run the script that was
 * sent in a real Lua, with GET, SET, INCRBY and PEXPIRE. Answers are base64 when the client asks for that.
 */
export async function startUpstash(options: { token: string; now?: () => number }) {
  const now = options.now ?? Date.now;
  const rows = new Map<string, Stored>();
  const scripts = new Map<string, string>();
  const commands: string[] = [];
  let isSilent = false;

  const live = (key: string): Stored | null => {
    const row = rows.get(key);
    if (row?.until !== null && row !== undefined && row.until <= now()) rows.delete(key);
    return rows.get(key) ?? null;
  };
  function call([name = '', key = '', value = '']: string[]): string | number | null {
    commands.push(name.toUpperCase());
    const row = live(key);
    switch (name.toUpperCase()) {
      case 'GET':
        return row?.value ?? null;
      case 'SET':
        rows.set(key, { value, until: null });
        return 'OK';
      case 'INCRBY': {
        const sum = Number(row?.value ?? 0) + Number(value);
        rows.set(key, { value: String(sum), until: row?.until ?? null });
        return sum;
      }
      case 'PEXPIRE':
        if (row) row.until = now() + Number(value);
        return row ? 1 : 0;
      default:
        throw new Error(`ERR unknown command '${name}'`);
    }
  }
  function run(command: string[]): unknown {
    const name = (command[0] ?? '').toUpperCase();
    if (name !== 'EVAL' && name !== 'EVALSHA') return call(command);
    commands.push(name);
    const [, given = '', count = '0', ...rest] = command;
    const script = name === 'EVAL' ? given : scripts.get(given);
    if (script === undefined) throw new Error('NOSCRIPT No matching script. Please use EVAL.');
    scripts.set(createHash('sha1').update(script).digest('hex'), script);
    return runLua(script, rest.slice(0, Number(count)), rest.slice(Number(count)), call);
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (isSilent) return;
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${options.token}`) return answer(401, { error: 'WRONGPASS' });
    const coded = request.headers['upstash-encoding'] === 'base64';
    const one = (command: unknown[]): { result: unknown } | { error: string } => {
      try {
        const result = run(command.map(String));
        return { result: coded ? encoded(result) : result };
      } catch (error) {
        return { error: (error as Error).message };
      }
    };
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
    // several commands that the library had at the same moment come as one request, each with its own answer
    if (request.url === '/pipeline') return answer(200, (body as unknown[][]).map(one));
    const alone = one(body as unknown[]);
    answer('error' in alone ? 400 : 200, alone);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The names of the commands that came, those of scripts among them. */
    commands,
    keys: () => [...rows.keys()],
    /** Takes requests and answers nothing. */
    fallSilent: () => {
      isSilent = true;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const encoded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(encoded) : typeof value === 'string' ? Buffer.from(value).toString('base64') : value;

/** Runs a script as Redis does: KEYS and ARGV are tables of strings, nil from a command is false, numbers come back as integers. */
function runLua(
  script: string,
  keys: string[],
  args: string[],
  call: (command: string[]) => string | number | null,
): unknown {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  for (const [name, values] of [
    ['KEYS', keys],
    ['ARGV', args],
  ] as const) {
    lua.lua_newtable(state);
    values.forEach((value, index) => {
      lua.lua_pushstring(state, toLua(value));
      lua.lua_rawseti(state, -2, index + 1);
    });
    lua.lua_setglobal(state, toLua(name));
  }
  lua.lua_newtable(state);
  lua.lua_pushcfunction(state, (inner: unknown) => {
    const command = Array.from({ length: lua.lua_gettop(inner) }, (_, index) =>
      toJs(lauxlib.luaL_tolstring(inner, index + 1)),
    );
    const value = call(command);
    if (value === null) lua.lua_pushboolean(inner, 0);
    else if (typeof value === 'number') lua.lua_pushinteger(inner, value);
    else lua.lua_pushstring(inner, toLua(value));
    return 1;
  });
  lua.lua_setfield(state, -2, toLua('call'));
  lua.lua_setglobal(state, toLua('redis'));
  // the first line names the language, which Redis reads and Lua does not
  const source = toLua(script.replace(/^#!.*/, ''));
  if (lauxlib.luaL_loadbuffer(state, source, source.length, toLua('script')) || lua.lua_pcall(state, 0, 1, 0))
    throw new Error(`ERR ${toJs(lua.lua_tostring(state, -1))}`);
  return valueAt(state);
}

function valueAt(state: unknown): unknown {
  switch (lua.lua_type(state, -1)) {
    case lua.LUA_TTABLE: {
      const list: unknown[] = [];
      for (let index = 1; lua.lua_rawgeti(state, -1, index) !== lua.LUA_TNIL; index += 1) {
        list.push(valueAt(state));
        lua.lua_pop(state, 1);
      }
      lua.lua_pop(state, 1);
      return list;
    }
    case lua.LUA_TNUMBER:
      return Math.trunc(lua.lua_tonumber(state, -1));
    case lua.LUA_TSTRING:
      return toJs(lua.lua_tostring(state, -1));
    default:
      return lua.lua_toboolean(state, -1) ? 1 : null;
  }
}
