// what of the Lua is used; it comes without types
declare module 'fengari' {
  type State = unknown;
  type Bytes = Uint8Array;
  const fengari: {
    // biome-ignore lint/suspicious/noExplicitAny: the C API of Lua by name, whose functions take what Lua's manual says
    lua: Record<string, any>;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    lauxlib: Record<string, any>;
    lualib: { luaL_openlibs(state: State): void };
    to_luastring(text: string): Bytes;
    to_jsstring(bytes: Bytes): string;
  };
  export default fengari;
}
