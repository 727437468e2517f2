<?php
// A testee in PHP: how an implementation of QFPay's rules is put before qfpay-conform.
//
//     qfpay-conform client -- php examples/testee/testee.php
//
// How to write one: read a line of JSON from standard input, call your own code, write one line of
// JSON to standard output, until the input ends. "op" says what is asked; answer {"skipped": true} to
// what your code does not do. A mistake in a line is an {"error": ...}, never the end of the program.
// Replace the four functions below by calls of the code that your shop really uses: a testee with
// rules of its own certifies nothing but itself. docs/testee.md has every field.
declare(strict_types=1);

// What is empty is neither signed nor sent. Without the function array_filter would drop 0 as well.
function filled(array $params): array
{
    return array_filter($params, fn($value) => $value !== '');
}

// Sorted by name, joined as they are (nothing encoded), without what is empty, the key behind.
function sign(array $question): array
{
    $params = filled($question['params']);
    unset($params['sign']);
    ksort($params, SORT_STRING);
    $pairs = array_map(fn($name, $value) => "$name=$value", array_keys($params), $params);
    return ['sign' => hash(strtolower($question['sign_type']), implode('&', $pairs) . $question['client_key'])];
}

// application/x-www-form-urlencoded, once.
function encode(array $question): array
{
    return ['body' => http_build_query(filled($question['params']), '', '&')];
}

// Codes are texts, compared by === : only these three are no failure.
function outcome_of(mixed $respcd): string
{
    return match ($respcd) {
        '0000' => 'success',
        '1143', '1145', '1298' => 'pending',
        default => 'failure',
    };
}

// The money of a reversed or wholly refunded payment is gone, although its code stays 0000.
function outcome_of_record(array $record): string
{
    $gone = in_array((string)($record['cancel'] ?? '0'), ['1', '2', '3'], true);
    return $gone ? 'failure' : outcome_of($record['respcd'] ?? null);
}

// One number may have several attempts: a paid one decides, then a pending one. No refunds.
function payment_among(array $records): ?array
{
    $payments = array_filter($records, fn($record) => ($record['order_type'] ?? 'payment') === 'payment');
    foreach (['success', 'pending', 'failure'] as $outcome) {
        foreach ($payments as $record) {
            if (outcome_of_record($record) === $outcome) {
                return $record;
            }
        }
    }
    return null;
}

// What an HTTP answer says about the transaction; what is no answer says: ask again.
function classify(array $question): array
{
    $answer = json_decode($question['body'], true);
    if ($question['http_status'] !== 200 || !is_array($answer)) {
        return ['outcome' => 'pending'];
    }
    $is_list = $question['endpoint'] === 'query' && ($answer['respcd'] ?? null) === '0000';
    $record = $is_list ? payment_among($answer['data'] ?? []) : $answer;
    if ($record === null) {
        return ['outcome' => 'pending'];
    }
    $result = ['outcome' => $is_list ? outcome_of_record($record) : outcome_of($record['respcd'] ?? null)];
    foreach (['syssn', 'txamt'] as $name) {
        if (isset($record[$name])) {
            $result[$name] = (string)$record[$name];
        }
    }
    return $result;
}

// MD5 over the body as it came, before anybody parsed it; compared in constant time.
function verify_notification(array $question): array
{
    $digest = strtoupper(md5($question['body'] . $question['client_key']));
    return ['valid' => hash_equals($digest, strtoupper($question['sign']))];
}

const OPERATIONS = ['sign', 'encode', 'classify', 'verify_notification'];

function answer(string $line): array
{
    try {
        $question = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
        if ($question['op'] === 'capabilities') {
            return ['capabilities' => OPERATIONS, 'name' => 'php example', 'version' => '1'];
        }
        return in_array($question['op'], OPERATIONS, true) ? $question['op']($question) : ['skipped' => true];
    } catch (Throwable $error) {
        return ['error' => $error->getMessage()];
    }
}

while (($line = fgets(STDIN)) !== false) {
    echo json_encode(answer($line)), "\n";
}
