// A YAML language server as an editor talks to it: JSON-RPC over its standard input and output.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LONGEST = 30_000;

export class Server {
    #waiting = new Map();
    #diagnosed = new Map();
    #bytes = Buffer.alloc(0);
    #last = 0;
    #child;

    /** Starts the server in the folder `root` with the settings that an editor would hand it. */
    static async start(root, settings) {
        const server = new Server();
        const home = path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json'));
        server.settings = settings;
        server.#child = spawn(process.execPath, [path.join(home, 'bin/yaml-language-server'), '--stdio'], {
            stdio: ['pipe', 'pipe', 'inherit'],
        });
        server.#child.stdout.on('data', bytes => server.#take(bytes));
        const capabilities = {
            textDocument: {
                completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
                hover: { contentFormat: ['markdown'] },
                publishDiagnostics: {},
            },
            workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        };
        const rootUri = pathToFileURL(root).href;
        const workspaceFolders = [{ uri: rootUri, name: 'digest' }];
        await server.#ask('initialize', { processId: process.pid, rootUri, workspaceFolders, capabilities });
        server.#tell('initialized', {});
        server.#tell('workspace/didChangeConfiguration', { settings });
        return server;
    }

    /** Opens `text` as the file `file`; gives what the server finds wrong with it. */
    async open(file, text = readFileSync(file, 'utf8'), languageId = 'yaml') {
        const uri = pathToFileURL(file).href;
        const found = new Promise((resolve, reject) => {
            const late = setTimeout(() => reject(new Error(`no diagnostics of ${file}`)), LONGEST);
            this.#diagnosed.set(uri, diagnostics => {
                clearTimeout(late);
                resolve(diagnostics);
            });
        });
        this.#tell('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
        const diagnostics = await found;
        return { uri, text, diagnostics: diagnostics.map(one => one.message) };
    }

    /** What is offered at the end of the first `words` in an open document. */
    async complete(document, words) {
        const at = after(document.text, words);
        const list = await this.#ask('textDocument/completion', { textDocument: { uri: document.uri }, position: at });
        return list.items ?? list;
    }

    /** What is said about the place at the end of the first `words`. */
    async hover(document, words) {
        const at = after(document.text, words);
        const hover = await this.#ask('textDocument/hover', { textDocument: { uri: document.uri }, position: at });
        return hover?.contents?.value ?? '';
    }

    async stop() {
        await this.#ask('shutdown', null);
        this.#tell('exit', null);
    }

    #ask(method, params) {
        const id = ++this.#last;
        this.#send({ id, method, params });
        return new Promise((resolve, reject) => {
            const late = setTimeout(() => reject(new Error(`no answer to ${method}`)), LONGEST);
            this.#waiting.set(id, message => {
                clearTimeout(late);
                if (message.error) {
                    reject(new Error(`${method}: ${message.error.message}`));
                } else {
                    resolve(message.result);
                }
            });
        });
    }

    #tell(method, params) {
        this.#send({ method, params });
    }

    #send(message) {
        const text = JSON.stringify({ jsonrpc: '2.0', ...message });
        this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    }

    #take(bytes) {
        this.#bytes = Buffer.concat([this.#bytes, bytes]);
        for (;;) {
            const end = this.#bytes.indexOf('\r\n\r\n');
            if (end < 0) {
                return;
            }
            const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.toString('latin1', 0, end))[1]);
            const begin = end + 4;
            if (this.#bytes.length < begin + length) {
                return;
            }
            const message = JSON.parse(this.#bytes.toString('utf8', begin, begin + length));
            this.#bytes = this.#bytes.subarray(begin + length);
            this.#hear(message);
        }
    }

    #hear(message) {
        if (message.method === 'workspace/configuration') {
            const result = message.params.items.map(({ section }) => this.settings[section] ?? null);
            this.#send({ id: message.id, result });
        } else if (message.method === 'textDocument/publishDiagnostics') {
            this.#diagnosed.get(message.params.uri)?.(message.params.diagnostics);
        } else if (message.method && message.id !== undefined) {
            this.#send({ id: message.id, result: null });
        } else if (message.id !== undefined) {
            this.#waiting.get(message.id)?.(message);
            this.#waiting.delete(message.id);
        }
    }
}

/** Line and column, in UTF-16 units, of the end of `words` in `text`. */
function after(text, words) {
    const at = text.indexOf(words);
    if (at < 0) {
        throw new Error(`the document does not hold \`${words}\``);
    }
    const before = text.slice(0, at + words.length).split('\n');
    return { line: before.length - 1, character: before.at(-1).length };
}
