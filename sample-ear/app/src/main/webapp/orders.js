'use strict';

const TOTALS = [
    ['placed', 'Placed'], ['rolledBack', 'Rolled back'], ['confirmed', 'Confirmed'], ['events', 'Events'],
    ['pending', 'Pending'], ['lost', 'Lost'], ['duplicated', 'Duplicated'],
];
const MUST_BE_ZERO = ['lost', 'duplicated', 'orphaned', 'leaked', 'duplicatedEvents'];
const PERIOD = 1000;
const PATIENCE = 3000;

const element = id => document.getElementById(id);

function cell(text, className) {
    const td = document.createElement('td');
    td.textContent = text;
    td.className = className || '';
    return td;
}

function row(order) {
    const tr = document.createElement('tr');
    const placed = new Date(order.placedAt);
    const confirmed = order.state === 'CONFIRMED';
    const id = cell('');
    const code = document.createElement('code');
    code.textContent = order.id.slice(0, 8);
    code.title = order.id;
    id.append(code);
    tr.append(id, cell(order.kind), cell(order.state.toLowerCase(), confirmed ? 'good' : 'wait'),
        cell(order.deliveries, 'number'), cell(order.events, 'number'), cell(placed.toLocaleTimeString()),
        cell(confirmed ? `${new Date(order.confirmedAt) - placed} ms` : '', 'number'));
    return tr;
}

function showTotals(totals) {
    element('totals').replaceChildren(...TOTALS.map(([name, title]) => {
        const box = document.createElement('div');
        const term = document.createElement('dt');
        const value = document.createElement('dd');
        term.textContent = title;
        value.textContent = totals[name];
        value.className = MUST_BE_ZERO.includes(name) && totals[name] > 0 ? 'bad' : '';
        box.append(term, value);
        return box;
    }));
    const wrong = MUST_BE_ZERO.filter(name => totals[name] > 0);
    if (wrong.length > 0) {
        verdict(`Does not add up: ${wrong.map(name => `${name} ${totals[name]}`).join(', ')}.`, 'bad');
    } else if (totals.settled) {
        verdict('Everything adds up: each order was consumed once, none lost, none duplicated.', 'good');
    } else {
        verdict(`On their way: ${totals.pending} orders and ${totals.confirmed - totals.events} events.`, 'wait');
    }
}

function verdict(text, className) {
    element('verdict').textContent = text;
    element('verdict').className = `verdict ${className}`;
}

async function ask(path) {
    const answer = await fetch(path, {cache: 'no-store'});
    if (!answer.ok) {
        throw new Error(`${path}: ${answer.status}`);
    }
    return answer.json();
}

async function refresh() {
    // A read waits for rows of a transaction in doubt, so the page says so instead of only standing still.
    const waiting = setTimeout(() => verdict('Waiting: the server is recovering a transaction.', 'wait'), PATIENCE);
    try {
        const [orders, totals] = await Promise.all([ask('api/orders'), ask('api/totals')]);
        clearTimeout(waiting);
        element('orders').replaceChildren(...orders.map(row));
        element('empty').hidden = orders.length > 0;
        showTotals(totals);
    } catch (failure) {
        clearTimeout(waiting);
        verdict(`The server does not answer (${failure.message}). Start it again: nothing is lost.`, 'bad');
    } finally {
        clearTimeout(timer);
        timer = setTimeout(refresh, PERIOD);
    }
}

async function place(kind) {
    const notice = element('notice');
    try {
        const answer = await fetch(`api/orders?kind=${kind}`, {method: 'POST'});
        const order = await answer.json();
        notice.textContent = answer.ok
            ? `${order.id.slice(0, 8)}: ${order.state.toLowerCase().replace('_', ' ')}`
            : order.error;
    } catch (failure) {
        notice.textContent = `No answer: ${failure.message}`;
    }
}

let timer = 0;
document.querySelectorAll('button[data-kind]').forEach(button =>
    button.addEventListener('click', () => place(button.dataset.kind)));
document.querySelectorAll('.base').forEach(span => {
    span.textContent = new URL('.', location.href).href;
});
refresh();
