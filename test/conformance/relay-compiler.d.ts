declare module 'relay-compiler' {
  /** The path of the compiler for this machine. */
  const compiler: string;
  export default compiler;
}
