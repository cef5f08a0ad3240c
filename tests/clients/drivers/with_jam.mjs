// Drives jmap-jam: node with_jam.mjs MODULE https://127.0.0.1:8620 USER PASSWORD TOKEN, where MODULE is its dist/index.js.
//
// NODE_EXTRA_CA_CERTS names the certificate to trust. Lines are as lines.py says.

import readline from 'node:readline';

const [module, origin, , , bearerToken] = process.argv.slice(2);
const {JamClient} = await import(module);
const jam = new JamClient({sessionUrl: `${origin}/.well-known/jmap`, bearerToken});
const accountId = await jam.getPrimaryAccount();

const email = ({id, threadId, subject, from}) => ({id, threadId, subject, from: (from ?? []).map(each => each.email)});
const update = async patches => Object.keys((await jam.api.Email.set({accountId, update: patches}))[0].updated);

const driver = {
  async session() {
    const {username, state} = await jam.session;
    return {username, account: accountId, state};
  },
  by_token: async () => (await jam.session).username,
  echo: async ({said}) => (await jam.request(['Core/echo', said]))[0],
  async mailboxes() {
    const [{list}] = await jam.api.Mailbox.get({accountId, ids: null});
    return list.map(({id, name, role, parentId}) => ({id, name, role, parentId}));
  },
  async new_mailbox({name}) {
    const [{created}] = await jam.api.Mailbox.set({accountId, create: {k: {name}}});
    return created.k.id;
  },
  async newest({mailbox, limit}) {
    const [{emails}] = await jam.requestMany(calls => {
      const sort = [{property: 'receivedAt', isAscending: false}];
      const found = calls.Email.query({accountId, filter: {inMailbox: mailbox}, sort, limit});
      return {found, emails: calls.Email.get({accountId, ids: found.$ref('/ids')})};
    });
    return emails.list.map(email);
  },
  async search({text}) {
    const [{snippets}] = await jam.requestMany(calls => {
      const found = calls.Email.query({accountId, filter: {text}});
      return {found, snippets: calls.SearchSnippet.get({accountId, filter: {text}, emailIds: found.$ref('/ids')})};
    });
    return snippets.list.map(each => [each.emailId, each.subject, each.preview]);
  },
  async read({email: id}) {
    const [{list: [found]}] = await jam.api.Email.get({accountId, ids: [id], fetchAllBodyValues: true});
    return {
      ...email(found),
      text: Object.values(found.bodyValues).map(each => each.value),
      attachments: found.attachments.map(part => [part.blobId, part.name, part.type]),
    };
  },
  thread: async ({thread}) => (await jam.api.Thread.get({accountId, ids: [thread]}))[0].list[0].emailIds,
  async draft({mailbox, sender, to, subject, text, attachment}) {
    const draft = {
      mailboxIds: {[mailbox]: true},
      keywords: {$draft: true, $seen: true},
      from: [{name: 'Alice', email: sender}],
      to: [{email: to}],
      subject,
      bodyValues: {t: {value: text}},
      textBody: [{partId: 't', type: 'text/plain'}],
      'header:X-Driver:asText': 'jam',
    };
    if (attachment) draft.attachments = [{...attachment, disposition: 'attachment'}];
    return (await jam.api.Email.set({accountId, create: {d: draft}}))[0].created.d.id;
  },
  flag: ({email: id}) => update({[id]: {'keywords/$flagged': true}}),
  move: ({email: id, source, target}) => update({[id]: {[`mailboxIds/${source}`]: null, [`mailboxIds/${target}`]: true}}),
  destroy: async ({email: id}) => (await jam.api.Email.set({accountId, destroy: [id]}))[0].destroyed,
  not_destroyed: async ({email: id}) => (await jam.api.Email.set({accountId, destroy: [id]}))[0].notDestroyed[id].type,
  async identities() {
    const [{list}] = await jam.api.Identity.get({accountId, ids: null});
    return list.map(each => ({id: each.id, email: each.email}));
  },
  async send({email: emailId, identity, sender, to, drafts, sent}) {
    const [{created}] = await jam.api.EmailSubmission.set({
      accountId,
      create: {s: {identityId: identity, emailId, envelope: {mailFrom: {email: sender}, rcptTo: [{email: to}]}}},
      onSuccessUpdateEmail: {'#s': {[`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true, 'keywords/$draft': null}},
    });
    return created.s.id;
  },
  async draft_and_send({identity, sender, to, subject, text, drafts}) {
    const draft = {
      mailboxIds: {[drafts]: true},
      from: [{email: sender}],
      to: [{email: to}],
      subject,
      bodyValues: {t: {value: text}},
      textBody: [{partId: 't', type: 'text/plain'}],
    };
    const [{made, done}] = await jam.requestMany(calls => ({
      made: calls.Email.set({accountId, create: {d: draft}}),
      done: calls.EmailSubmission.set({accountId, create: {s: {identityId: identity, emailId: '#d'}}}),
    }));
    return [made.created.d.id, done.created.s.id];
  },
  async send_among_many({email: emailId, identity, sent}) {
    const [said] = await jam.requestMany(calls => ({
      sending: calls.EmailSubmission.set({
        accountId,
        create: {s: {identityId: identity, emailId}},
        onSuccessUpdateEmail: {'#s': {[`mailboxIds/${sent}`]: true}},
      }),
    }));
    const {created, updated} = said.sending;
    return {created: Object.keys(created ?? {}), updated: Object.keys(updated ?? {}).length};
  },
  async submission({submission}) {
    const [{list: [found]}] = await jam.api.EmailSubmission.get({accountId, ids: [submission]});
    const delivered = Object.fromEntries(Object.entries(found.deliveryStatus ?? {}).map(([to, {delivered}]) => [to, delivered]));
    return {emailId: found.emailId, undoStatus: found.undoStatus, delivered};
  },
  async upload({content}) {
    const {blobId, type, size} = await jam.uploadBlob(accountId, new Blob([Buffer.from(content, 'base64')], {type: 'text/plain'}));
    return {blobId, type, size};
  },
  async download({blob, name, type}) {
    const response = await jam.downloadBlob({accountId, blobId: blob, mimeType: type, fileName: name});
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  },
  async changes({since}) {
    const [{created, updated, destroyed, newState}] = await jam.api.Email.changes({accountId, sinceState: since});
    return {created, updated, destroyed, state: newState};
  },
  async query_changes({mailbox, since}) {
    const filter = {inMailbox: mailbox};
    const [{removed, added}] = await jam.api.Email.queryChanges({accountId, filter, sinceQueryState: since});
    return {removed, added: added.map(each => [each.id, each.index])};
  },
  refused: () => jam.api.Email.changes({accountId, sinceState: 'no such state'}).catch(error => error.type),
  async event() {
    const source = await jam.connectEventSource({types: ['Email', 'Mailbox'], ping: 30});
    return new Promise((done, failed) => {
      source.addEventListener('state', ({data, lastEventId}) => done({id: lastEventId, changed: JSON.parse(data).changed}));
      source.onerror = failed;
    });
  },
};

console.log(JSON.stringify({gave: 'ready'}));
for await (const line of readline.createInterface({input: process.stdin})) {
  const {do: name, ...given} = JSON.parse(line);
  try {
    console.log(JSON.stringify({gave: await driver[name](given) ?? null}));
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    console.log(JSON.stringify({raised: error.name ?? error.type, said: `${said} ${JSON.stringify(error.cause ?? error)}`}));
  }
}
process.exit(0);
