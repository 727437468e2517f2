<?php
// A receiver of QFPay's notifications with plain PHP: php -S 127.0.0.1:8081 notification_receiver.php
// Behind a web server it is the same file. It notes on standard output what it did.

$clientKey = getenv('QFPAY_CLIENT_KEY') ?: '0F1E2D3C4B5A69788796A5B4C3D2E1F0';
$notifyKey = getenv('QFPAY_NOTIFY_KEY') ?: $clientKey; // when QFPay gave one for notifications
// A shop keeps this in its database, in the transaction that books the payment. It outlives a mock in
// memory, which then gives the same numbers again: empty the folder when the mock is restarted.
$seenFolder = getenv('QFPAY_SEEN_FOLDER') ?: sys_get_temp_dir() . '/qfpay-notifications-seen';

function note(string $line): void
{
    file_put_contents('php://stdout', $line . "\n");
}

function answer(int $status, string $body): never
{
    http_response_code($status);
    header('Content-Type: text/plain');
    exit($body);
}

// The bytes as they came, then the key: MD5. Parsed and written again they would differ.
$body = file_get_contents('php://input', false, null, 0, 65536);
if (!hash_equals(md5($body . $notifyKey), strtolower($_SERVER['HTTP_X_QF_SIGN'] ?? ''))) {
    note('refused: the signature is wrong');
    answer(400, 'wrong signature');
}
$event = json_decode($body, true);
if (!is_array($event) || !isset($event['syssn'], $event['notify_type'])) {
    note('refused: not a notification');
    answer(400, 'not a notification');
}

// The same one may come again, and a payment and its refund are two events of different numbers.
// Only one of two requests at the same moment can make the file.
if (!is_dir($seenFolder)) {
    @mkdir($seenFolder, 0700, true);
}
$marker = @fopen($seenFolder . '/' . hash('sha256', "{$event['syssn']} {$event['notify_type']}"), 'x');
if (!$marker && !is_writable($seenFolder)) {
    answer(500, 'try again'); // nothing was booked, so it must come again
}
// A shop compares txamt and txcurrcd with its order here, before anything is handed out.
note(implode(' ', [$marker ? 'new' : 'again', $event['notify_type'],
    $event['orig_out_trade_no'] ?? $event['out_trade_no'], $event['txamt'], $event['txcurrcd']]));
answer(200, 'SUCCESS'); // anything else, and it comes again
