// Opens `site.yaml` and front matter in a YAML language server, with the settings of docs/editors.md, and asks it what an
// editor asks: `main.js SAAR PROJECT`. PROJECT is a project in which nothing is wrong.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Server } from './server.js';

const [saar, project] = process.argv.slice(2).map(given => path.resolve(given));
const documented = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
const root = mkdtempSync(path.join(tmpdir(), 'saar-editors-'));
let server;
let passed = 0;

/** The first block of `language` in docs/editors.md. */
function block(language) {
    return documented.split(`\`\`\`${language}\n`)[1].split('```')[0];
}

async function check(what, test) {
    try {
        await test();
        passed += 1;
    } catch (error) {
        error.message = `${what}: ${error.message}`;
        throw error;
    }
}

/** A copy of a project with the schemas that the commands of docs/editors.md write, opened in a server. */
async function open(name, from) {
    const folder = path.join(root, name);
    mkdirSync(folder);
    for (const part of ['site.yaml', 'content', 'templates']) {
        cpSync(path.join(from, part), path.join(folder, part), { recursive: true });
    }
    const env = { ...process.env, PATH: `${path.dirname(saar)}:${process.env.PATH}` };
    execFileSync('sh', ['-euc', block('sh')], { cwd: folder, env });
    const schemas = JSON.parse(block('json'))['yaml.schemas'];
    await server?.stop();
    // no catalogue of schemas from elsewhere
    server = await Server.start(folder, { yaml: { schemas, schemaStore: { enable: false } } });
    return folder;
}

/** The items that an editor would show for `typed`, as what they put in. */
function offered(items, typed) {
    const shown = items.filter(item => (item.filterText ?? item.label).startsWith(typed));
    return shown.map(item => item.textEdit?.newText ?? item.insertText);
}

async function small() {
    const from = path.join(root, 'written');
    mkdirSync(path.join(from, 'content'), { recursive: true });
    mkdirSync(path.join(from, 'templates'));
    const site = 'title: T\nlanguages: [hi, en]\npeople: [{id: ajay-vishnoi, name_hi: अजय विश्नोई}]\nmake: [all]\n';
    writeFileSync(path.join(from, 'site.yaml'), site);
    const folder = await open('small', from);
    // what the server says of a file once is not asked again: each text has a file of its own, which need not be there
    let files = 0;
    const article = () => path.join(folder, `content/${(files += 1)}.md`);

    await check('settings without a fault', async () => {
        const document = await server.open(path.join(folder, 'site.yaml'));
        assert.deepEqual(document.diagnostics, []);
        assert.match(await server.hover(document, 'lang'), /Languages of the interface/);
    });
    await check('settings with a wrong key and a wrong word', async () => {
        const document = await server.open(path.join(folder, 'other/site.yaml'), 'title: T\ntimezon: Asia/Kolkata\ndigits: roman\n');
        assert.equal(document.diagnostics.length, 2, document.diagnostics.join('\n'));
        assert.match(document.diagnostics.join('\n'), /timezon/);
        assert.match(document.diagnostics.join('\n'), /"latin"/);
    });
    const front = [
        'title: बैठक', 'date: 2024-04-28', 'election: ls', 'region: आग', 'mentions:', '  - up/agra', 'parties: [भाज]',
        'people: [अज]', 'source: ABP Live', 'claims:', '  - {value: 1, unit: lok, kind: target, words: x}', 'setting: प्रयागराज जिला', '',
    ].join('\n');
    await check('names are completed', async () => {
        // the front matter alone, as an editor hands on a block of YAML that stands in Markdown
        const document = await server.open(article(), front);
        assert.ok(offered(await server.complete(document, 'election: ls'), 'ls').includes('ls-2024'));
        assert.ok(offered(await server.complete(document, 'region: आग'), 'आग').includes('up/agra'));
        assert.ok(offered(await server.complete(document, '[भाज'), 'भाज').includes('bjp'));
        assert.ok(offered(await server.complete(document, '[अज'), 'अज').includes('अजय विश्नोई'));
        assert.ok(offered(await server.complete(document, 'unit: lok'), 'lok').includes('lok_sabha_seats'));
    });
    await check('keys and values are explained', async () => {
        const document = await server.open(article(), front);
        assert.match(await server.hover(document, 'titl'), /Headline/);
        assert.match(await server.hover(document, '- up/ag'), /आगरा · Agra · जिला · उत्तर प्रदेश/);
    });
    await check('only what is wrong is marked', async () => {
        // an alias, a word for the kind, a new person, a new outlet: all are read
        const good = front.replace('election: ls', 'election: Lok Sabha elections 2024').replace('region: आग', 'region: Allahabad district')
            .replace('भाज', 'भाजपा').replace('[अज]', '[{name: नया नाम, party: BJP}]').replace('unit: lok,', 'unit: lok_sabha_seats,');
        assert.deepEqual((await server.open(article(), good)).diagnostics, []);
        for (const [right, wrong, said] of [
            ['title:', 'titel:', /titel/],
            ['lok_sabha_seats', 'lok_sabha_seat', /lok_sabha_seats/],
            ['kind: target', 'kind: aim', /target/],
            ['date: 2024-04-28\n', '', /date/],
        ]) {
            const { diagnostics } = await server.open(article(), good.replace(right, wrong));
            assert.match(diagnostics.join('\n'), said);
        }
    });
    await check('a whole article is completed above its body', async () => {
        const document = await server.open(article(), `---\n${front}---\n# Heading: *x*\n\n- [a](b) \`c\`: d\n`, 'markdown');
        assert.ok(offered(await server.complete(document, 'region: आग'), 'आग').includes('up/agra'));
        assert.match(await server.hover(document, 'titl'), /Headline/);
        // which is why docs/editors.md has editors ask for nothing but completion and hover there
        assert.notDeepEqual(document.diagnostics, []);
    });
    await check('a line at the head names the schema', async () => {
        const modeline = documented.match(/^# yaml-language-server: .*$/m)[0];
        const document = await server.open(path.join(folder, 'other.yaml'), `${modeline}\ntimezon: x\n`);
        assert.match(document.diagnostics.join('\n'), /timezon/);
    });
}

/** Nothing in a project without a fault is marked. */
async function whole() {
    const folder = await open('whole', project);
    const opened = [await server.open(path.join(folder, 'site.yaml'))];
    for (const name of readdirSync(path.join(folder, 'content'), { recursive: true })) {
        const file = path.join(folder, 'content', name);
        if (name.endsWith('.md') && !name.startsWith('pages')) {
            opened.push(await server.open(file, readFileSync(file, 'utf8').split(/^---$/m)[1]));
        }
    }
    assert.ok(opened.length > 5, `only ${opened.length} files`);
    await check('a project', () => opened.forEach(one => assert.deepEqual(one.diagnostics, [], one.uri)));
    return opened.length;
}

try {
    await small();
    const files = await whole();
    console.log(`editors: ${passed} checks, ${files} files of the digest without a mark`);
} finally {
    await server?.stop();
    rmSync(root, { recursive: true, force: true });
}
